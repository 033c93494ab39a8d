"""Quality of service (服务质检): scorecards, samples, agreement of checkers, checks of all texts.

Pure like the rest of the core: contacts, marks and times are handed in, and chance comes from a
seed that is handed in too, so that every result can be found again. Heavy libraries are imported
where they are used.
"""
