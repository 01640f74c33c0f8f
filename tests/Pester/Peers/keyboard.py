"""Runs a shell, presses Ctrl+C when its output contains a text, and prints the seconds until it ended and its output.

usage: keyboard.py pty|plain TEXT COMMAND...   pty: in a pseudo-terminal, with the key; plain: without a terminal, with SIGINT
"""
import fcntl, os, pty, select, signal, struct, subprocess, sys, termios, time

# A process that is started in the background ignores the signal, and so do its child processes.
signal.signal(signal.SIGINT, signal.SIG_DFL)
mode, text, command = sys.argv[1], sys.argv[2].encode(), sys.argv[3:]
if mode == "pty":
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

        # Otherwise the key discards a position of the cursor that the shell has not read yet, and the shell waits for it without end.
        attributes = termios.tcgetattr(0)
        attributes[3] |= termios.NOFLSH
        termios.tcsetattr(0, termios.TCSANOW, attributes)
        os.execvp(command[0], command)
else:
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    child, terminal = process.pid, process.stdout.fileno()

seen, unread, pressed, end = b"", b"", None, time.monotonic() + 60
while time.monotonic() < end:
    if not select.select([terminal], [], [], 1)[0]:
        continue
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        piece = b""
    if not piece:
        break
    seen += piece
    # A query for the position of the cursor may be split between two pieces.
    queries = (unread + piece).split(b"\x1b[6n")
    unread = queries[-1][-3:]
    for _ in queries[1:] if mode == "pty" else []:
        os.write(terminal, b"\x1b[1;1R")
    if pressed is None and text in seen:
        pressed = time.monotonic()
        os.write(terminal, b"\x03") if mode == "pty" else os.kill(child, signal.SIGINT)
back = time.monotonic()
print("never" if pressed is None else f"{back - pressed:.2f}")
sys.stdout.buffer.write(seen.replace(b"\x1b", b"\\e"))
try:
    os.kill(child, signal.SIGKILL)
except ProcessLookupError:
    pass
