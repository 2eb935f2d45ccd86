"""Check that the server requires its token, serves only this machine, and disarms student text."""

import json
import urllib.error
import urllib.request

import pytest

from tests.review.made_folders import QUESTION, words

HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "[click](javascript:alert(3)) ![p](http://example.org/p.png)",
    "$\\text{<script>alert(4)</script>}$ and &#x202E;reversed \u202egnp.exe \u2066x",
    "x" * 1_000_000,
    "half a pair \ud800 \x00 \x1b[31m \U000e0041",
    "`" * 5000 + "*" * 5000 + "[" * 5000,
]


def get(address, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


@pytest.fixture
def hostile(serve):
    return serve(HOSTILE, flags=[0])


@pytest.mark.slow
def test_the_token_is_in_no_file_that_others_can_read_and_outlasts_a_kill(serve):
    served = serve(["An answer."])
    token, old = served.address.split("/")[3].encode(), served.address
    holders = [path for path in served.folder.rglob("*") if path.is_file() and token in path.read_bytes()]
    assert {path.name for path in holders} == {".review-token", "review.html"}
    assert not [path for path in holders if path.stat().st_mode & 0o077]
    served.kill()
    served.start()
    assert served.address.split("/")[3] == old.split("/")[3]
    served.kill()
    (served.folder / ".review-token").chmod(0o644)  # others may have read it
    served.start()
    assert served.address.split("/")[3] != old.split("/")[3]


def test_nothing_without_the_token_or_under_another_name(hostile):
    root = hostile.address.split("/")[:3]
    for address in ("/".join(root) + "/", "/".join(root) + "/x/as/ada/", hostile.address[:-2] + "/"):
        assert get(address)[0] == 404
    assert get(hostile.address, Host="evil.example:80")[0] == 404
    status, _, headers = get(hostile.address)
    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_a_page_of_another_site_decides_nothing(hostile):
    request = urllib.request.Request(
        hostile.address + "as/ada/undo", b"{}", {"Content-Type": "application/json", "Origin": "http://evil.example"}
    )
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(request)


def test_every_answer_is_shown_and_none_is_active(hostile):
    place, at, shown = hostile.address + "as/ada/", "", {}
    for _ in range(len(HOSTILE) + 1):
        found = json.loads(get(f"{place}part?step=skip&at={at}")[1])
        at = found["item"]
        shown[at] = found["html"]
    text = "".join(shown.values())
    assert len(shown) == len(HOSTILE) + 1
    assert len(text) < 400_000
    assert not any(
        bad in text for bad in ("<script", "<img src=x", '="javascript:', "\u202e", "\u2066", "\x00", "\x1b")
    )
    assert "alert(1)" in text


@pytest.mark.slow
def test_the_reports_links_lead_to_any_question_through_a_file_of_its_owner_alone(serve):
    server = serve([words(1), ""])
    door = server.folder / "review.html"
    assert door.stat().st_mode & 0o777 == 0o600
    assert server.address in door.read_text()
    asked = get(server.address + "at?student=student0001&question=q2_sigmoid")[1]
    assert 'value="student0001"' in asked and "student0001" not in get(server.address + "as/ada/")[1]
    form = b"name=ada&student=student0001&question=q2_sigmoid"
    with urllib.request.urlopen(urllib.request.Request(server.address + "enter", form)) as answer:
        assert "/as/ada/review?item=" in answer.url and "q2_sigmoid" in answer.read().decode()
    assert "has nothing to review" in get(server.address + "as/ada/at?student=nobody&question=q2_sigmoid")[1]
    assert QUESTION in get(server.address + f"as/ada/at?student=student0000&question={QUESTION}")[1]
    server.stop()
    assert server.address not in door.read_text() and "nnhw review" in door.read_text()


@pytest.mark.slow
def test_a_second_server_is_refused(serve):
    first = serve([words(1)])
    import subprocess
    import sys

    second = subprocess.run(
        [sys.executable, "-m", "autograder", "review", str(first.folder)], capture_output=True, text=True, timeout=120
    )
    assert second.returncode == 2
    assert "is being reviewed already" in second.stderr
