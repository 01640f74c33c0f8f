"""Presses Ctrl+C at each of many commands in one shell, and prints for each how long the shell took to come back.

usage: session.py pty|plain FILE COMMAND...
pty: in a pseudo-terminal, by the key; plain: without a terminal, by SIGINT, the commands come from the standard input.
FILE: JSON with profile, a script that a shell without a terminal runs first, and commands: a list of objects with
    name      the name of the command in the result
    line      the text to type; it writes "WAITS" first, and "WENT ON" if it continues after the key
    arrived   a URL that responds when the command waits, or null
    kdc       whether the command waits when the KDC of the realm has been called
    shown     a regular expression: the key is pressed when the terminal has shown it
    settle    the seconds until the key is pressed if no event reports that the command waits
The prompt of the shell in a terminal is "READY>", which the function "ready" of the profile writes too; its function "control" writes
"WAITS" and sleeps. A KDC that never replies listens for the realm SILENT.TEST; KRB5_CONFIG names its file.

Prints a list of objects with name, seconds, limit and seen. A shell on a busy machine does everything slowly, so the limit is a second
more than the stop of a sleep takes, which is measured before the first command and after each one that took longer than a second.
"""
import fcntl, json, os, pty, re, select, signal, socket, struct, subprocess, sys, tempfile, termios, threading, time, urllib.request

way, plan = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8-sig"))
kdc = socket.create_server(("127.0.0.1", 0))
settings = tempfile.NamedTemporaryFile("w", suffix=".conf")
settings.write(f"""[libdefaults]
    default_realm = SILENT.TEST
    dns_lookup_kdc = false
    dns_lookup_realm = false
    rdns = false
    udp_preference_limit = 1
[realms]
    SILENT.TEST = {{
        kdc = 127.0.0.1:{kdc.getsockname()[1]}
    }}
""")
settings.flush()
os.environ["KRB5_CONFIG"] = settings.name

# A run that was started in the background ignores the key, and all that it starts.
signal.signal(signal.SIGINT, signal.SIG_DFL)
if way == "pty":
    child, output = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

        # Otherwise the key discards a position of the cursor that the shell has not read yet, and the shell waits for it without end.
        attributes = termios.tcgetattr(0)
        attributes[3] |= termios.NOFLSH
        termios.tcsetattr(0, termios.TCSANOW, attributes)
        os.execvp(sys.argv[3], sys.argv[3:])
    commands_to = output
else:
    process = subprocess.Popen(
        sys.argv[3:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    child, output, commands_to = process.pid, process.stdout.fileno(), process.stdin.fileno()
unread = b""


def report_cursor(piece):
    """Reports the position of the cursor for each query of the shell. A query may be split between two pieces."""
    global unread
    if way != "pty":
        return
    queries = (unread + piece).split(b"\x1b[6n")
    unread = queries[-1][-3:]
    for _ in queries[1:]:
        os.write(output, b"\x1b[1;1R")


def read_until(pattern, seconds, until=lambda: False):
    """Returns the output up to a pattern or an event, and whether the pattern was found."""
    seen, end = b"", time.monotonic() + seconds
    while not re.search(pattern, seen) and time.monotonic() < end and not until():
        if select.select([output], [], [], 0.02)[0]:
            try:
                piece = os.read(output, 65536)
            except OSError:
                # A pseudo-terminal without a process.
                piece = b""
            if not piece:
                break
            report_cursor(piece)
            seen += piece
    return seen, bool(re.search(pattern, seen))


def type_line(text):
    os.write(commands_to, text.encode() + (b"\r" if way == "pty" else b"\n"))


def fetch(url, failures):
    """Waits for the response of a URL."""
    try:
        urllib.request.urlopen(url, timeout=60).read()
    except OSError as error:
        failures.append(error)


def wait_for(command):
    """Returns, when a command waits, the output until then, and a message if it does not wait."""
    if command.get("kdc"):
        kdc.settimeout(30)
        try:
            called.append(kdc.accept()[0])
            return b"", ""
        except TimeoutError:
            return b"", "The KDC was not called. "
    if not command.get("arrived"):
        return read_until(rb"(?!)", command["settle"])[0], ""
    failures = []
    waiting = threading.Thread(target=fetch, args=(command["arrived"], failures))
    waiting.start()
    seen, _ = read_until(rb"(?!)", 61, until=lambda: not waiting.is_alive())
    return seen, f"It did not come to its wait: {failures[0]}. " if failures else ""


def press(command):
    """Types a command and presses the key when it waits. Returns the seconds until the shell is back (None for never) and the output."""
    type_line(command["line"])
    begun, _ = read_until(rb"WAITS", 30)
    meanwhile, late = wait_for(command)
    if command.get("shown") and not re.search(command["shown"].encode(), begun + meanwhile):
        shown, found = read_until(command["shown"].encode(), 30)
        late += "" if found else f"It did not show {command['shown']}. "
        meanwhile += shown
    pressed = time.monotonic()
    if way == "pty":
        os.write(output, b"\x03")
    else:
        os.kill(child, signal.SIGINT)
        type_line("ready")
    after, back = read_until(rb"READY>", 30)
    return time.monotonic() - pressed if back and not late else None, late, begun + meanwhile + after, back


def control():
    """Returns the seconds in which the shell stops a sleep."""
    return press({"line": "control", "settle": 0})[0] or 0


results, called = [], []
try:
    if way == "plain":
        type_line(f". '{plan['profile']}'; ready")
    begun, ready = read_until(rb"READY>", 90)
    usual = control() if ready else 0
    for command in plan["commands"] if ready else []:
        seconds, late, seen, back = press(command)
        limit = 1 + (usual if seconds is not None and seconds < 1 or not back else max(usual, control()))
        shown = late + seen.decode("utf-8", "replace")
        rounded = 99 if seconds is None else round(seconds, 2)
        results.append({"name": command["name"], "seconds": rounded, "limit": round(limit, 2), "seen": shown})
        if not back:
            break
    if not ready:
        results.append({"name": "the shell itself", "seconds": 99, "limit": 1, "seen": begun.decode("utf-8", "replace")})
finally:
    os.kill(child, signal.SIGKILL)
json.dump(results, sys.stdout)
