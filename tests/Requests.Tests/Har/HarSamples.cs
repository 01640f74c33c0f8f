namespace Requests.Tests.Har;

/// <summary>Archives in the forms of the programs that write them: each has the peculiarities of its program.</summary>
internal static class HarSamples
{
    // HTTP/2 with pseudo-headers, joined Set-Cookie, nested callers, a blocked request, and text in Base64.
    internal const string Chrome =
        """
        {"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},
        "pages":[{"startedDateTime":"2026-11-30T10:00:00.000Z",
        "id":"page_1","title":"https://shop.example/","pageTimings":{"onContentLoad":120.5,"onLoad":null}}],"entries":[
        {"_connectionId":"341","_initiator":{"type":"script","stack":{"callFrames":[{"functionName":"load","scriptId":"7",
        "url":"https://shop.example/app.js",
        "lineNumber":3,"columnNumber":9}],"parent":{"description":"Promise.then","callFrames":[],"parent":{"callFrames":[]}}}},
        "_priority":"High",
        "_resourceType":"fetch","cache":{},"connection":"443","pageref":"page_1","request":{"method":"POST",
        "url":"https://shop.example/api/cart?item=1%202",
        "httpVersion":"h2","headers":[{"name":":authority","value":"shop.example"},{"name":":method",
        "value":"POST"},{"name":"content-type",
        "value":"application/json"},{"name":"cookie","value":"sid=abc; theme=dark"}],"queryString":[{"name":"item","value":"1%202"}],
        "cookies":[{"name":"sid","value":"abc","path":"/","domain":"shop.example","expires":"2027-01-01T00:00:00.000Z",
        "httpOnly":true,"secure":true,
        "sameSite":"Lax"}],"headersSize":-1,"bodySize":9,"postData":{"mimeType":"application/json","text":"{\"n\":\"\u00e9\"}"}},
        "response":{"status":200,"statusText":"","httpVersion":"h2","headers":[{"name":"content-type",
        "value":"text/html; charset=utf-8"},
        {"name":"content-encoding","value":"br"},{"name":"set-cookie","value":"a=1; Path=/\nb=2; Secure"}],"cookies":[],
        "content":{"size":7,
        "mimeType":"text/html","text":"PGI+w6k8L2I+","encoding":"base64"},"redirectURL":"","headersSize":-1,"bodySize":-1,
        "_transferSize":61,
        "_error":null,"_fetchedViaServiceWorker":false},"serverIPAddress":"[2001:db8::1]","startedDateTime":"2026-11-30T10:00:00.123Z",
        "time":31.70000000018,"timings":{"blocked":3.2,"dns":-1,"ssl":-1,"connect":-1,"send":0.25,"wait":26.8,"receive":1.4,
        "_blocked_queueing":1.8,
        "_workerStart":-1}},
        {"_fromCache":"disk","_resourceType":"image","cache":{},"request":{"method":"GET","url":"https://cdn.example/x.png",
        "httpVersion":"http/2.0",
        "headers":[],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},"response":{"status":0,"statusText":"",
        "httpVersion":"","headers":[],
        "cookies":[],"content":{"size":0,"mimeType":"x-unknown"},"redirectURL":"","headersSize":-1,"bodySize":-1,"_transferSize":0,
        "_error":"net::ERR_CONNECTION_RESET"},"serverIPAddress":"","startedDateTime":"2026-11-30T10:00:01.000Z","time":2,
        "timings":{"blocked":-1,
        "dns":-1,"ssl":-1,"connect":-1,"send":0,"wait":0,"receive":2}}]}}
        """;

    // A browser member, a securityState without underscore, a form with parameters and text, and a body that was left out.
    internal const string Firefox =
        """
        {
          "log": {
            "version": "1.2",
            "creator": { "name": "Firefox", "version": "140.0" },
            "browser": { "name": "Firefox", "version": "140.0" },
            "pages": [ { "id": "page_1", "pageTimings": { "onContentLoad": 1, "onLoad": 2 },
            "startedDateTime": "2026-11-30T11:00:00.000+01:00",
                         "title": "login" } ],
            "entries": [
              {
                "startedDateTime": "2026-11-30T11:00:00.500+01:00",
                "request": {
                  "bodySize": 11, "method": "POST", "url": "https://login.example/in", "httpVersion": "HTTP/2",
                  "headers": [ { "name": "Content-Type", "value": "application/x-www-form-urlencoded" }, { "name": "Content-Length",
                  "value": "11" } ],
                  "cookies": [], "queryString": [], "headersSize": 300,
                  "postData": { "mimeType": "application/x-www-form-urlencoded",
                                "params": [ { "name": "user", "value": "me" }, { "name": "a", "value": "b" } ], "text": "user=me&a=b" }
                },
                "response": {
                  "status": 302, "statusText": "Found", "httpVersion": "HTTP/2",
                  "headers": [ { "name": "Location", "value": "/home" } ], "cookies": [],
                  "content": { "mimeType": "text/html", "size": 900, "comment": "Response bodies are not included." },
                  "redirectURL": "/home", "headersSize": 200, "bodySize": 1100
                },
                "cache": {},
                "timings": { "blocked": 0, "dns": 1, "connect": 2, "ssl": 3, "send": 0, "wait": 40, "receive": 0 },
                "time": 46, "_securityState": "secure", "securityState": "secure", "serverIPAddress": "192.0.2.7",
                "connection": "443", "pageref": "page_1"
              }
            ]
          }
        }
        """;

    // An address with a port, own names for the kind of load, and null for what is not known.
    internal const string Safari =
        """
        {"log":{"version":"1.2","creator":{"name":"WebKit Web Inspector","version":"1.0"},"pages":[],"entries":[{"pageref":"page_0",
        "startedDateTime":"2026-11-30T10:00:00.250Z","time":60.1,"request":{"method":"GET","url":"https://www.example.com/",
        "httpVersion":"HTTP/2",
        "cookies":[],"headers":[{"name":"Accept","value":"*/*"}],"queryString":[],"headersSize":120,"bodySize":0},
        "response":{"status":200,
        "statusText":"OK","httpVersion":"HTTP/2","cookies":[],"headers":[{"name":"Content-Type","value":"text/plain"}],
        "content":{"size":5,
        "compression":0,"mimeType":"text/plain","text":"hello"},"redirectURL":"","headersSize":90,"bodySize":5,"_transferSize":95},
        "cache":{},
        "timings":{"blocked":1,"dns":null,"connect":-1,"ssl":-1,"send":0,"wait":50,"receive":9.1},"serverIPAddress":"192.0.2.9:443",
        "connection":"4",
        "_fetchType":"Network Load","_priority":"high"}]}}
        """;

    // Ticks of .NET in times, durations of 0, a comment of the creator, and the body of a request that is too large.
    internal const string Fiddler =
        """
        {"log":{"pages":[],"comment":"exported @ 30/11/2026 10:00:00","entries":[{"time":25,
        "connection":"ClientPort:50123;EgressPort:50124",
        "comment":"[#12]","request":{"httpVersion":"HTTP/1.1","headers":[{"name":"Host","value":"api.example"}],"method":"PUT",
        "headersSize":150,
        "bodySize":3,"queryString":[],"cookies":[],"postData":{"mimeType":"application/octet-stream","params":[],"text":"abc"},
        "url":"http://api.example/up"},"timings":{"receive":0,"connect":0,"send":0,"dns":0,"wait":25,"ssl":-1,"blocked":-1},"cache":{},
        "response":{"redirectURL":"","statusText":"Created","httpVersion":"HTTP/1.1","headers":[{"name":"Content-Length","value":0}],
        "headersSize":80,
        "bodySize":0,"cookies":[],"status":201,"content":{"compression":0,"mimeType":"","size":0}},"serverIPAddress":"192.0.2.8",
        "startedDateTime":"2026-11-30T11:00:00.1234567+01:00"}],"creator":{"name":"Fiddler","comment":"https://example.com",
        "version":"5.0.20"},
        "version":"1.2"}}
        """;

    // A form as parameters alone, and a request that failed with null for status and phrase.
    internal const string Charles =
        """
        {"log":{"version":"1.2","creator":{"name":"Charles Proxy","version":"5.0"},
        "entries":[{"startedDateTime":"2026-11-30T10:00:00.000+00:00",
        "time":12,"request":{"method":"POST","url":"https://form.example/","httpVersion":"HTTP/1.1","cookies":[],"headers":[],
        "queryString":[],
        "postData":{"mimeType":"application/x-www-form-urlencoded; charset=utf-8","params":[{"name":"q","value":"a b&c"},{"name":"é",
        "value":""}]},
        "headersSize":100,"bodySize":14},"response":{"_charlesStatus":"FAILED","status":null,"statusText":null,"httpVersion":null,
        "cookies":[],
        "headers":[],"content":{"size":0,"mimeType":null},"redirectURL":null,"headersSize":0,"bodySize":0},"serverIPAddress":null,
        "cache":{},
        "timings":{"dns":-1,"connect":-1,"ssl":-1,"send":0,"wait":0,"receive":12}}]}}
        """;

    /// <summary>Creates an archive of one entry with a valid request.</summary>
    /// <param name="fields">Further fields of the entry, as JSON.</param>
    internal static string Create(string fields = "\"response\":{\"status\":200}") =>
        """{"log":{"version":"1.2","entries":[{"request":{"method":"GET","url":"https://h/"},""" + fields + "}]}}";
}
