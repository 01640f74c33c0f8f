namespace Requests.PowerShell;

/// <content>What each option does.</content>
internal sealed partial class CurlReader
{
    private static readonly Dictionary<string, Action<CurlReader, string, string>> Actions = new(StringComparer.Ordinal)
    {
        ["url"] = (reader, _, value) => reader._urls.Add(value),
        ["request"] = (reader, _, value) => reader._method = value,
        ["head"] = (reader, _, _) => reader._method = "HEAD",
        ["get"] = (reader, _, _) => reader._isGet = true,
        ["header"] = (reader, _, value) => reader.TakeHeader(value),
        ["user-agent"] = (reader, _, value) => reader._headers.Add(("User-Agent", value)),
        ["referer"] = (reader, _, value) => reader._headers.Add(("Referer", value)),
        ["cookie"] = (reader, _, value) => reader.TakeCookie(value),
        ["data"] = (reader, _, value) => reader._data.Add(reader._dataReader.Read(value)),
        ["data-ascii"] = (reader, _, value) => reader._data.Add(reader._dataReader.Read(value)),
        ["data-binary"] = (reader, _, value) => reader.TakeBinary(value),
        ["data-raw"] = (reader, _, value) => reader._data.Add(value),
        ["data-urlencode"] = (reader, _, value) => reader._data.Add(reader._dataReader.UrlEncode(value)),
        ["json"] = (reader, _, value) => reader.TakeJson(value),
        ["form"] = (reader, _, value) => reader.TakeForm(value, readsFiles: true),
        ["form-string"] = (reader, _, value) => reader.TakeForm(value, readsFiles: false),
        ["upload-file"] = (reader, _, value) => reader.TakeUpload(value),
        ["user"] = (reader, _, value) => reader._user = value,
        ["oauth2-bearer"] = (reader, _, value) => reader._headers.Add(("Authorization", $"Bearer {value}")),
        ["basic"] = (reader, option, _) => reader._authentication = option,
        ["digest"] = (reader, option, _) => reader._authentication = option,
        ["negotiate"] = (reader, option, _) => reader._authentication = option,
        ["ntlm"] = (reader, option, _) => reader._authentication = option,
        ["anyauth"] = (reader, option, _) => reader._authentication = option,
        [CurlValues.AwsScheme] = (reader, option, value) => reader._authentication = $"{option} {value}",
        ["location"] = (reader, _, _) => reader._follows = true,
        ["max-redirs"] = (reader, option, value) =>
            reader._parameters["MaximumRedirection"] = Math.Max(0, CurlOptions.ParseNumber(option, value)),
        ["fail"] = (reader, _, _) => reader._parameters["RaiseForStatus"] = true,
        ["fail-with-body"] = (reader, _, _) => reader._parameters["RaiseForStatus"] = true,
        ["insecure"] = (reader, _, _) => reader._parameters["Verify"] = false,
        ["cacert"] = (reader, _, value) => reader._parameters["Verify"] = value,
        ["capath"] = (reader, _, value) => reader._parameters["Verify"] = value,
        ["cert"] = (reader, _, value) => reader.TakeCertificate(value),
        ["key"] = (reader, _, value) => reader._key = value,
        ["pass"] = (reader, _, value) => reader._password = value,
        ["proxy"] = (reader, _, value) => reader._parameters["Proxies"] = value,
        ["proxy-user"] = (reader, _, value) => reader._proxyUser = value,
        ["noproxy"] = (reader, _, value) => reader._parameters["NoProxy"] = value.Split(',', TrimAndRemoveEmpty),
        ["max-time"] = (reader, option, value) => reader._parameters["TotalTimeout"] = CurlOptions.ParseSeconds(option, value),
        ["connect-timeout"] = (reader, option, value) => reader._connectTimeout = CurlOptions.ParseSeconds(option, value),
        ["retry"] = (reader, option, value) => reader._parameters["Retry"] = CurlOptions.ParseNumber(option, value),
        ["output"] = (reader, _, value) => reader._parameters["OutFile"] = value,
        ["remote-name"] = (reader, _, _) => reader._parameters["OutFile"] = ".",
        ["remote-time"] = (reader, _, _) => reader._setsTime = true,
        ["time-cond"] = (reader, _, value) => reader._timeCondition = value,
        ["connect-to"] = (reader, _, value) => reader.TakeConnection(value),
        ["resolve"] = (reader, _, value) => reader.TakeAddress(value),
        ["unix-socket"] = (reader, _, value) => reader._parameters["UnixSocket"] = value,
        ["abstract-unix-socket"] = (_, _, _) => throw CurlOptions.Unsupported("curl connects to an abstract Unix socket"),
        ["ipv4"] = (reader, _, _) => reader._parameters["AddressFamily"] = nameof(IPAddressFamily.IPv4),
        ["ipv6"] = (reader, _, _) => reader._parameters["AddressFamily"] = nameof(IPAddressFamily.IPv6),
        ["http1.1"] = (reader, _, _) => reader._parameters["HttpVersion"] = 1.1,
        ["http2"] = (reader, _, _) => reader._parameters["HttpVersion"] = new object[] { 2, 1.1 },
        ["http2-prior-knowledge"] = (reader, _, _) => reader._parameters["HttpVersion"] = 2,
        ["max-filesize"] = (reader, option, value) => reader._parameters["MaximumSize"] = CurlOptions.ParseNumber(option, value),
    };

    private void TakeJson(string value)
    {
        _isJson = true;
        _data.Add(value);
    }

    private void TakeUpload(string path)
    {
        _parameters["InFile"] = path;
        _method ??= "PUT";
    }

    private void TakeCertificate(string value)
    {
        var parts = value.Split(':', 2);
        _parameters["Cert"] = parts[0];
        if (parts.Length > 1) _password ??= parts[1];
    }

    private void TakeHeader(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 && value.EndsWith(';')) _headers.Add((value[..^1], ""));
        else if (colon < 0) throw CurlOptions.Unsupported($"curl reads the header '{value}' from a file or not at all");
        else _headers.Add((value[..colon].Trim(), value[(colon + 1)..].Trim() is { Length: > 0 } text ? text : null));
    }

    private void TakeCookie(string value)
    {
        if (!value.Contains('=', StringComparison.Ordinal))
        {
            throw new InvalidParameterException($"curl reads cookies from the file '{value}': use a session and Import-RequestCookie.");
        }

        _headers.Add(("Cookie", value));
    }

    private void TakeBinary(string value)
    {
        if (value == "@-") throw CurlOptions.Unsupported("curl reads the body from its input");
        if (value.StartsWith('@')) _parameters["InFile"] = value[1..];
        else _data.Add(value);
    }

    private void TakeForm(string value, bool readsFiles)
    {
        var (name, content) = value.Split('=', 2) is [var first, var second]
            ? (first, second)
            : throw new InvalidParameterException($"curl's form field '{value}' has no value.");
        if (!readsFiles || content is not ['@' or '<', ..])
        {
            _files.Add(CurlValues.CreateField(name, content));
            return;
        }

        if (content[1..] == "-") throw CurlOptions.Unsupported("curl reads a form field from its input");
        _files.Add(CurlValues.CreateFile(name, content[1..], _fullPath, isUpload: content[0] == '@'));
    }
}
