"""How fields are drawn: label, hint, box, and the sentence that says what is wrong."""

from __future__ import annotations

from django import forms


class Promise(forms.Form):
    amount = forms.CharField(
        label="Amount", help_text="In CNY", widget=forms.TextInput({"class": "num"})
    )
    note = forms.CharField(label="Note", required=False)
    agreed = forms.BooleanField(label="Agreed", required=False)


def test_a_field_has_the_style_and_keeps_its_own() -> None:
    assert 'class="ac-in num"' in str(Promise()["amount"])
    assert 'class="ac-tick"' in str(Promise()["agreed"])


def test_only_the_optional_field_is_marked() -> None:
    form = Promise()
    assert "optional" in form["note"].as_field_group()
    assert "optional" not in form["amount"].as_field_group()


def test_a_refused_field_is_tied_to_its_sentence_and_its_hint() -> None:
    html = Promise({"note": "x"})["amount"].as_field_group()
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in html
    assert 'id="id_amount_error"' in html
    assert 'id="id_amount_helptext"' in html
    assert 'class="ac-in err num"' in html


def test_the_summary_counts_and_links_what_was_refused() -> None:
    html = str(Promise({"note": "x"}))
    assert "1 field needs a change." in html
    assert 'href="#id_amount"' in html


def test_what_was_typed_is_escaped() -> None:
    assert "<script>" not in str(Promise({"amount": "<script>"}))
