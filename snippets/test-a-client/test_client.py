import client
import httpx
import pytest


def test_lists_my_scenarios(etm_mock):
    assert client.list_scenarios() == [9000003, 9000002]
    assert len(etm_mock.control.requests()) == 1


def test_waits_when_asked_to(etm_mock):
    etm_mock.control.add_fault(status=429, retry_after=0, count=2)
    assert client.list_scenarios() == [9000003, 9000002]
    statuses = [each["status"] for each in etm_mock.control.requests()]
    assert statuses == [429, 429, 200]


def test_says_when_the_token_has_expired(etm_mock):
    etm_mock.control.advance_clock(365 * 24 * 60 * 60)
    with pytest.raises(httpx.HTTPStatusError, match="401"):
        client.list_scenarios()
