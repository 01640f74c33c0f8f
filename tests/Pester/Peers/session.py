"""Presses Ctrl+C at each of many commands that a person runs in one shell, and prints for each how long the prompt took to come back.

usage: session.py FILE COMMAND...   FILE: JSON, a list of objects with name, line, and arrived: a URL that responds when the command waits, or null.
The shell's prompt is "READY>"; a command that goes on after the key writes "WENT ON". Prints a list of objects with name, seconds and seen.
"""
import fcntl, json, os, pty, select, signal, struct, sys, termios, threading, time, urllib.request

commands = json.load(open(sys.argv[1], encoding="utf-8-sig"))
child, terminal = pty.fork()
if child == 0:
    # A run that was started in the background ignores the key.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ["TERM"] = "xterm-256color"
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])


def read_until(text, seconds):
    """What comes until a text was seen, and whether it was."""
    seen, end = b"", time.monotonic() + seconds
    while text not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            piece = os.read(terminal, 65536)
            if b"\x1b[6n" in piece:
                os.write(terminal, b"\x1b[1;1R")
            seen += piece
    return seen, text in seen


def fetch(url, failures):
    """Waits for the response of a URL."""
    try:
        urllib.request.urlopen(url, timeout=60).read()
    except OSError as error:
        failures.append(error)


results = []
try:
    begun, ready = read_until(b"READY>", 60)
    for command in commands if ready else []:
        os.write(terminal, command["line"].encode() + b"\r")
        read_until(b"WAITS", 20)
        # The terminal answers meanwhile, when the shell asks it where the cursor is.
        failures = []
        waiting = threading.Thread(target=fetch, args=(command["arrived"], failures) if command["arrived"] else ("data:,", failures))
        waiting.start()
        read_until(b"\0", 0.2)
        while waiting.is_alive():
            read_until(b"\0", 0.1)
        late = f"It did not come to its wait: {failures[0]}. " if failures else ""
        pressed = time.monotonic()
        os.write(terminal, b"\x03")
        seen, back = read_until(b"READY>", 10)
        results.append({"name": command["name"], "seconds": 99 if late or not back else round(time.monotonic() - pressed, 2), "seen": late + seen.decode("utf-8", "replace")})
        if not back:
            break
    if not ready:
        results.append({"name": "the shell itself", "seconds": 99, "seen": begun.decode("utf-8", "replace")})
finally:
    os.kill(child, signal.SIGKILL)
json.dump(results, sys.stdout)
