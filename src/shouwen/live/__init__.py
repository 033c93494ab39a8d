"""What happens, shown in open pages as it happens. The database is the truth; sockets only tell.

Whoever writes something that open pages should show says so in the same transaction::

    from shouwen.live import actions as live

    live.say(stream="chat:17", body={"message": 801}, now=now)      # returns its number, 1, 2, 3 …

A stream is ``kind:key``. Its news are numbered 1, 2, 3 … without gaps, in the order in which they
were committed. A kind is opened by its room, in ``AppConfig.ready()``, with a gate that is asked
when somebody begins to listen and every minute after that::

    from shouwen.live.streams import Listener, open_streams

    def role_of(listener: Listener, key: str) -> str | None: ...
    open_streams("chat", role_of)

The gate returns in which role somebody may hear (``"agent"``, ``"customer"``), or None for nobody.
``listener.member`` is who is signed in in that browser, ``listener.session`` what its session
holds, ``listener.token`` whatever the page sent along. A page of another site brings no member and
no session, only its token.

A body is small (4 KB of JSON) and reads the same to everybody who may hear the stream. What is
covered for some readers is not in it: name the row, and let the page ask for it as usual.

In a page: ``{% load live %}{% live_script %}`` and then one of these. Elements with
``data-hear="calls:desk" data-heard="{{ number }}"`` get the event ``live`` at each piece of news,
as ``data-live="10"`` gives it to them every ten seconds: with both, the page works without
sockets too. For pages with a script of their own::

    const stop = shouwenLive.hear("chat:17", lastNumberShown, (news) => …, {token, lost, role});
    shouwenLive.pass("chat:17", {typing: true});    // to the others who listen now; never kept

``news`` is ``{stream, number, at, body}``, each number once and in order, whatever broke in
between; ``{stream, passing: body, by: role}`` is what another listener passed on. ``lost(number)``
means that older news are gone: load the page again. :func:`shouwen.live.queries.number_of` is the
number to begin with; read it before the rows that the page shows. ``{% live_address %}`` is where
the sockets are, empty where there are none; a widget on another site opens it by itself and sends
``{"hear": stream, "after": number, "token": token}``.
"""
