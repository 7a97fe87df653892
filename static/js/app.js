/* Small manners of every page: theme, menus, rows by key, toasts. No framework. */
"use strict";
