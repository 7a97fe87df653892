"""Routes of collection work."""

from __future__ import annotations

from django.urls import include, path

from collection.views import log_visit, my_day, promises, steps, visits

app_name = "collections"
urlpatterns = [
    path("", my_day.my_day, name="my_day"),
    path("steps/<int:step_id>/done/", steps.step_done, name="step_done"),
    path("visits/", visits.visit_list, name="visit_list"),
    path("visits/new/", log_visit.visit_new, name="visit_new"),
    path(
        "visits/new/<int:customer_id>/", log_visit.customer_visit, name="customer_visit"
    ),
    path("visits/<int:visit_id>/", visits.visit_detail, name="visit_detail"),
    path("visits/<int:visit_id>/saved/", visits.visit_saved, name="visit_saved"),
    path("promises/", promises.promise_list, name="promise_list"),
    path("promises/new/<int:customer_id>/", promises.promise_new, name="promise_new"),
    path("promises/<int:promise_id>/", promises.promise_detail, name="promise_detail"),
    path(
        "promises/<int:promise_id>/replace/",
        promises.promise_replace,
        name="promise_replace",
    ),
    path(
        "promises/<int:promise_id>/cancel/",
        promises.promise_cancel,
        name="promise_cancel",
    ),
    path("", include("collection.urls_dunning")),
    path("", include("collection.urls_rewards")),
]
