"""Squid's helper for NTLM, over gss-ntlmssp: NTLM_USER_FILE names who is known. A line asks, a line answers."""
import base64
import sys

import gssapi

NTLMSSP = gssapi.raw.OID.from_int_seq("1.3.6.1.4.1.311.2.2.10")
credentials = gssapi.Credentials(usage="accept", mechs=[NTLMSSP])
context = None
for line in sys.stdin:
    word, _, token = line.strip().partition(" ")
    try:
        if word == "YR":
            context = gssapi.SecurityContext(creds=credentials, usage="accept")
        answer = context.step(base64.b64decode(token))
        user = str(context.initiator_name).strip(" \0").split("\\")[-1] if context.complete else None
        said = f"AF {user}" if user else f"TT {base64.b64encode(answer).decode()}"
    except gssapi.exceptions.GSSError as error:
        said = f"NA {' '.join(str(error).split())}"
    print(said, flush=True)
