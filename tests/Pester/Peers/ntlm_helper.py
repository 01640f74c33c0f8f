"""Runs the NTLM helper of Squid with gss-ntlmssp. NTLM_USER_FILE lists the users. Each line of input gives one line of output."""
import base64
import sys

import gssapi

NTLMSSP = gssapi.raw.OID.from_int_seq("1.3.6.1.4.1.311.2.2.10")
credentials = gssapi.Credentials(usage="accept", mechs=[NTLMSSP])
context = None
for request in sys.stdin:
    command, _, token = request.strip().partition(" ")
    try:
        if command == "YR":
            context = gssapi.SecurityContext(creds=credentials, usage="accept")
        output = context.step(base64.b64decode(token))
        user = str(context.initiator_name).strip(" \0").split("\\")[-1] if context.complete else None
        line = f"AF {user}" if user else f"TT {base64.b64encode(output).decode()}"
    except gssapi.exceptions.GSSError as error:
        line = f"NA {' '.join(str(error).split())}"
    print(line, flush=True)
