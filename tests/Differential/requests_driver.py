"""Runs the rows of the table with Python's Requests and prints one outcome for each line.

usage: requests_driver.py CONTROL_URL FILE..., where CONTROL_URL is the test server."""
import http.client
import json
import os
import re
import sys
import tempfile
import warnings
from urllib.parse import quote, urlsplit

import requests
from requests.auth import HTTPDigestAuth

warnings.simplefilter("ignore")
for name in list(os.environ):
    if name.lower().endswith("_proxy"):
        del os.environ[name]
# The names of errors in Requests and in the module.
NAMES = {
    "InvalidURL": "InvalidUrl",
    "InvalidProxyURL": "InvalidProxyUrl",
    "UnrewindableBodyError": "UnrewindableBody",
    "ReadTimeout": "ReadTimeout",
    "JSONDecodeError": "JsonDecodeError",
    "ContentDecodingError": "ContentDecodingError",
    "HTTPError": "HttpError",
    "StreamConsumedError": "StreamConsumed",
}


def value_of(value):
    """Converts {"bytes": "latin-1"} and {"chunks": [...]} to bytes and a generator, which JSON cannot express."""
    if isinstance(value, dict) and list(value) == ["bytes"]:
        return value["bytes"].encode("latin-1")
    if isinstance(value, dict) and list(value) == ["chunks"]:
        return (chunk.encode() for chunk in value["chunks"])
    return value


def pairs(value):
    return [tuple(pair) for pair in value] if isinstance(value, list) else value_of(value)


def file_of(value):
    return tuple(value_of(part) for part in value) if isinstance(value, list) else value_of(value)


def options_of(call, first):
    options = {"timeout": 3}
    for name in ("headers", "cookies", "json", "timeout", "allow_redirects", "stream"):
        if name in call:
            options[name] = value_of(call[name])
    for name in ("params", "data"):
        if name in call:
            options[name] = pairs(call[name])
    if isinstance(options["timeout"], list):
        options["timeout"] = tuple(options["timeout"])
    if "files" in call:
        files = call["files"]
        if isinstance(files, dict):
            options["files"] = {name: file_of(part) for name, part in files.items()}
        else:
            options["files"] = [(name, file_of(part)) for name, part in files]
    if "auth" in call:
        options["auth"] = tuple(call["auth"])
    if "digest" in call:
        options["auth"] = HTTPDigestAuth(*call["digest"])
    if call.get("proxy"):
        userinfo = call["proxy"] if isinstance(call["proxy"], str) else ""
        options["proxies"] = {"http": "http://" + userinfo + first, "https": "http://" + first}
    return options


def read(response, how):
    if how == "lines":
        lines = response.iter_lines(decode_unicode=bool(response.encoding))
        return [line.decode("latin-1") if isinstance(line, bytes) else line for line in lines]
    if how == "json":
        return response.json()
    if how == "raise":
        return response.raise_for_status()
    if how == "apparent":
        return response.apparent_encoding
    return [chunk.decode("latin-1") for chunk in response.iter_content(int(how))]


def sent(request, first):
    head, _, body = request.partition("\r\n\r\n")
    lines = head.split("\r\n")
    method, _, rest = lines[0].partition(" ")
    target = rest.rpartition(" ")[0]
    headers = []
    authority = re.sub(r"^\w+://([^/?#]*).*", r"\1", target) if re.match(r"\w+://", target) else ""
    for line in lines[1:]:
        name, _, value = line.partition(": ")
        name = name.lower()
        default = (name, value) in (("accept", "*/*"), ("connection", "keep-alive"), ("host", authority or first), DEFAULT_CODINGS)
        if not default and not value.startswith("python-requests/"):
            headers.append(f"{name}: {value}")
    text = "\n".join([f"{method} {target}", *sorted(headers)]) + (f"\n\n{body}" if body else "")
    for boundary in re.findall(r"\n\n--(\w{32})\r\n", text):
        text = re.sub(r"content-length: \d+", "content-length: *", text.replace(boundary, "BOUNDARY"))
    return re.sub(r'(cnonce|response)="[0-9a-f]+"', r'\1="*"', text)


DEFAULT_CODINGS = ("accept-encoding", requests.utils.default_headers()["Accept-Encoding"])


def run(row, control):
    control.request("POST", "/script", json.dumps(row["replies"]), {"Content-Type": "application/json"})
    ports = json.load(control.getresponse())
    first, second = ports["a"], ports["b"]

    def fill(text):
        return text.replace("{a}", first).replace("{b}", second)

    def filled(value):
        if isinstance(value, str):
            return fill(value)
        if isinstance(value, list):
            return [filled(item) for item in value]
        return {fill(name): filled(item) for name, item in value.items()} if isinstance(value, dict) else value

    def shown(text):
        text = text.replace(first, "{a}").replace(second, "{b}")
        return text.replace(second.split(":")[1], "{bport}").replace(first.split(":")[1], "{aport}")

    outcome = {"name": row["name"]}
    session = requests.Session()
    folder = None
    try:
        os.environ.pop("NETRC", None)
        if "netrc" in row:
            folder = tempfile.NamedTemporaryFile("w", suffix=".netrc", delete=False)
            folder.write(row["netrc"])
            folder.close()
            os.environ["NETRC"] = folder.name
        for name, value in filled(row.get("session", {})).items():
            if name == "cookies":
                session.cookies.update(value)
            elif name == "headers":
                session.headers.update(value)
            elif name == "auth":
                session.auth = tuple(value)
            else:
                setattr(session, name, pairs(value))
        hooked = []
        session.hooks["response"].append(lambda response, *args, **kwargs: hooked.append(response.status_code))
        for call in filled(row["calls"]):
            response = session.request(call.get("method", "GET"), call["url"], **options_of(call, first))
            outcome.update(
                status=response.status_code,
                reason=response.reason,
                url=response.url,
                ok=response.ok,
                encoding=response.encoding and response.encoding.lower(),
                headers={name.lower(): value for name, value in sorted(response.headers.items(), key=lambda pair: pair[0].lower())},
                history=[past.status_code for past in response.history],
                hooks=hooked,
                redirect=response.is_redirect,
                permanent=response.is_permanent_redirect,
                next=response.next and response.next.method + " " + response.next.url,
                links={key: link.get("url") for key, link in response.links.items()})
            if "read" in call:
                outcome["read"] = read(response, call["read"])
            else:
                outcome["text"] = response.text
                outcome["content"] = response.content.decode("latin-1")
    except requests.RequestException as error:
        outcome["error"] = NAMES.get(type(error).__name__, type(error).__name__)
    except Exception as error:  # An exception that is not wrapped is an outcome as well.
        outcome["error"] = "raw " + type(error).__name__
    outcome["cookies"] = sorted(
        f"{cookie.name}={cookie.value}; {cookie.domain.replace('localhost.local', 'localhost')}; {cookie.path}"
        + ("; secure" if cookie.secure else "")
        + ("; persistent" if cookie.expires else "")
        for cookie in session.cookies)
    session.close()
    if folder:
        os.unlink(folder.name)
    control.request("DELETE", "/script/" + quote(first))
    outcome["sent"] = [sent(request, first) for request in json.load(control.getresponse())]
    return json.loads(shown(json.dumps(outcome)))


def main():
    control = http.client.HTTPConnection(urlsplit(sys.argv[1]).netloc)
    print(json.dumps({"name": "", "version": requests.__version__}))
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as rows:
            for line in rows:
                print(json.dumps(run(json.loads(line), control)), flush=True)


main()
