"""Addresses of cases and of imports."""

from __future__ import annotations

from django.urls import path

from shouwen.cases.views import (
    around,
    bulk,
    categories,
    fields,
    imports,
    kept,
    likely,
    lists,
    new,
    pages,
    steps,
    writing,
)

app_name = "cases"
urlpatterns = [
    path("", lists.case_list, name="list"),
    path("search/", lists.search, name="search"),
    path("export.<slug:form>", lists.export, name="export"),
    path("kept/", kept.kept, name="kept"),
    path("kept/<int:pk>/", kept.one, name="kept_one"),
    path("kept/<int:pk>/<slug:how>/", kept.change, name="kept_change"),
    path("bulk/", bulk.pick, name="bulk"),
    path("bulk/<int:pk>/", bulk.run, name="bulk_run"),
    path("bulk/<int:pk>/confirm/", bulk.confirm, name="bulk_confirm"),
    path("bulk/<int:pk>/undo/", bulk.undo, name="bulk_undo"),
    path("of-customer/<int:pk>/", lists.of_customer, name="of_customer"),
    path("new/", new.new_case, name="new"),
    path("new/likely/", likely.likely_ones, name="likely"),
    path("hot/", likely.hot, name="hot"),
    path("hot/gather/", likely.gather, name="gather"),
    path("new/category/", new.category, name="new_category"),
    path("new/contact/", new.speaker, name="new_speaker"),
    path("new/foreseen/", new.foreseen, name="new_foreseen"),
    path("categories/", categories.tree, name="categories"),
    path("categories/<int:pk>/", categories.rename, name="category"),
    path("fields/", fields.own_fields, name="fields"),
    path("checklists/", around.checklists, name="checklists"),
    path("phrases/", writing.phrases, name="phrases"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/<int:pk>/", imports.import_run, name="import_run"),
    path("imports/<int:pk>/errors.csv", imports.errors, name="import_errors"),
    path("<str:number>/", pages.case, name="case"),
    path("<str:number>/around/", around.part, name="around"),
    path("<str:number>/presence/", around.presence, name="presence"),
    path("<str:number>/follow/", around.follow, name="follow"),
    path("<str:number>/take-back/<int:pk>/", around.take_back, name="take_back"),
    path("<str:number>/draft/", writing.draft, name="draft"),
    path("<str:number>/suggest/", writing.suggest, name="suggest"),
    path("<str:number>/add/", likely.add_to, name="add_to"),
    path("<str:number>/history/", pages.history, name="history"),
    path("<str:number>/sheet.pdf", pages.as_pdf, name="pdf"),
    path("<str:number>/print/", pages.printed, name="print"),
    path("<str:number>/<slug:verb>/", steps.take, name="step"),
]
