using System.Text;
using System.Text.RegularExpressions;

namespace Requests;

/// <summary>
/// Redacts the secrets of an exchange by their values: credentials, tokens, cookies, secret fields. Servers repeat them in bodies under
/// other names. The values are found as they are and in the escaped forms of URLs, JSON, HTML and Base64.
/// </summary>
internal sealed partial class ExchangeRedactor
{
    private const int LargestBody = 256 * 1024;
    private const int LongestPattern = 2048;

    // A value of this length or more is redacted wherever it occurs; a shorter one only as a separate word.
    private const int LongValue = 8;

    // A cookie can hold a setting as well as a secret. To redact one of a letter or two would redact unrelated words.
    private const int ShortestCookie = 4;

    private static readonly TimeSpan SearchTimeout = TimeSpan.FromSeconds(5);

    private static readonly HashSet<string> CommonWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "null", "none", "yes", "no", "on", "off", SensitiveNames.Redacted,
    };

    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _fields = new(StringComparer.Ordinal);
    private Regex? _pattern;
    private string[] _longValues = [];

    private ExchangeRedactor()
    {
    }

    /// <summary>Gets the names of the fields that are secret in this exchange, whatever their names say.</summary>
    public IReadOnlySet<string> Fields => _fields;

    /// <summary>Collects the secrets of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sent">The body where the request does not have it in memory, or null.</param>
    public static ExchangeRedactor Create(PreparedRequest request, byte[]? sent = null)
    {
        var redactor = new ExchangeRedactor();
        redactor.AddSent(request, sent);
        for (var current = request; current is not null; current = current.RedirectedFrom) redactor.Add(current);
        return redactor.Complete();
    }

    /// <summary>
    /// Returns the value of a header, redacted by its name, by the headers that an authentication wrote, and by the values of an exchange.
    /// </summary>
    /// <param name="name">The name of the header.</param>
    /// <param name="value">The value.</param>
    /// <param name="secrets">The secrets of the exchange, or null.</param>
    public static string? RedactHeader(string name, string? value, ExchangeRedactor? secrets) =>
        value is { Length: > 0 } && secrets?._headers.Contains(name) == true
            ? SensitiveNames.Redacted
            : SensitiveNames.RedactHeader(name, value is null || secrets is null ? value : secrets.Redact(value), secrets?._fields);

    /// <summary>Returns a URL without userinfo, and with its secret parameters and the secrets of the exchange redacted.</summary>
    /// <param name="url">The URL.</param>
    public string RedactUrl(string url) => Redact(UrlRedactor.WithoutSecrets(url, _fields));

    /// <summary>Returns whether a parameter or a field of a form holds a secret.</summary>
    /// <param name="name">The name, decoded.</param>
    public bool IsSecretParameter(string name) => SensitiveNames.IsSecretParameter(name) || _fields.Contains(name);

    /// <summary>Returns whether a field of JSON or of another structured text holds a secret.</summary>
    /// <param name="name">The name.</param>
    public bool IsSecretField(string name) => SensitiveNames.IsSecretField(name) || _fields.Contains(name);

    /// <summary>Collects the secrets of an exchange: those of each request of its history, and those that the responses set.</summary>
    /// <param name="response">The last response.</param>
    /// <param name="tokens">Secrets that the body of the response has, such as a token.</param>
    public static ExchangeRedactor Create(Response response, params ReadOnlySpan<string?> tokens) => Create(response, sent: null, tokens);

    /// <summary>Collects the secrets of an exchange, with those of a body that the request does not have in memory.</summary>
    /// <param name="response">The last response.</param>
    /// <param name="sent">The body, or null.</param>
    /// <param name="tokens">Secrets that the body of the response has, such as a token.</param>
    public static ExchangeRedactor Create(Response response, byte[]? sent, params ReadOnlySpan<string?> tokens)
    {
        var redactor = new ExchangeRedactor();
        redactor.AddSent(response.Request, sent);
        foreach (var token in tokens) redactor.AddValue(token);
        foreach (var item in response.History.Append(response))
        {
            redactor.Add(item.Request);
            foreach (var line in item.Headers.GetValues("Set-Cookie")) redactor.AddCookie(line.Split(';')[0]);
            redactor.AddHeaders(item.Headers);
            if (item.Body.GetTrailers() is { } trailers) redactor.AddHeaders(trailers);
        }

        // A request that follows another exchange, such as a poll, has that of the exchange here.
        var first = response.History is [var oldest, ..] ? oldest : response;
        for (var earlier = first.Request.RedirectedFrom; earlier is not null; earlier = earlier.RedirectedFrom) redactor.Add(earlier);
        return redactor.Complete();
    }

    /// <summary>Replaces each of the secret values in a text.</summary>
    /// <param name="text">The text.</param>
    public string Redact(string text)
    {
        foreach (var value in _longValues) text = text.Replace(value, SensitiveNames.Redacted, StringComparison.Ordinal);
        try
        {
            return _pattern?.Replace(text, SensitiveNames.Redacted) ?? text;
        }
        catch (RegexMatchTimeoutException)
        {
            // A text that cannot be searched in time is redacted as a whole.
            return SensitiveNames.Redacted;
        }
    }

    private ExchangeRedactor Complete()
    {
        foreach (var value in _values.Where(static value => value.Length >= LongValue).ToList()) AddBase64(value);
        _longValues = [.. _values.Where(static value => value.Length > LongestPattern)];
        var patterns = _values
            .Where(static value => value.Length <= LongestPattern)
            .OrderByDescending(static value => value.Length)
            .Select(GetPattern)
            .ToList();
        if (patterns.Count > 0) _pattern = new Regex(string.Join('|', patterns), RegexOptions.CultureInvariant, SearchTimeout);
        return this;
    }

    /// <summary>
    /// Adds a value in the form that it has inside the Base64 of a longer text, such as "name:value": the characters that do not depend on
    /// the surrounding text, for each of the three positions in a group of three bytes.
    /// </summary>
    private void AddBase64(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        _values.Add(Convert.ToBase64String(bytes));
        for (var before = 0; before < 3; before++)
        {
            var padded = new byte[before + bytes.Length];
            bytes.CopyTo(padded, before);
            var first = ((before * 8) + 5) / 6;
            var end = padded.Length * 8 / 6;
            _values.Add(Convert.ToBase64String(padded)[first..end]);
        }
    }

    private void Add(PreparedRequest request)
    {
        AddHeaders(request.Headers);
        foreach (var name in request.Headers.SecretNames) _headers.Add(name);
        foreach (var secret in request.Auth?.Secrets ?? []) AddValue(secret);
        foreach (var value in request.AuthChanges?.GetAddedValues() ?? []) AddValue(value);
        if (request.FormSecrets is { } form)
        {
            foreach (var value in form.Values) AddValue(value);
            _fields.UnionWith(form.Fields);
        }

        AddValue(request.Proxy?.Password);
        _values.UnionWith(request.RemovedSecrets?._values ?? []);
        _headers.UnionWith(request.RemovedSecrets?._headers ?? []);
        _fields.UnionWith(request.RemovedSecrets?._fields ?? []);
        var url = UrlParts.Parse(request.Url);
        AddPairs(url.Query ?? "");
        AddPairs(url.Fragment ?? "");
        var content = CompressedBody.Unwrap(request.Body);
        if (content is BytesBody { Length: > 0 and <= LargestBody } body) AddBody(body, request.Headers["Content-Type"] ?? "");
        else if (content is MultipartBody parts) AddFields(parts.Fields);
    }

    private void AddSent(PreparedRequest request, byte[]? sent)
    {
        if (sent is { Length: > 0 and <= LargestBody }) AddBody(new BytesBody(sent), request.Headers["Content-Type"] ?? "");
    }

    private void AddHeaders(HeaderDictionary headers)
    {
        foreach (var (name, value) in headers)
        {
            if (value is null || !headers.IsSecret(name)) continue;
            if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)) foreach (var pair in value.Split(';')) AddCookie(pair);
            else if (!name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)) AddCredentials(value);
        }
    }

    /// <summary>Adds the value of a header, the part after its scheme, its signature, and the user name and password of Basic.</summary>
    private void AddCredentials(string value)
    {
        AddValue(value);
        var blank = value.IndexOf(' ', StringComparison.Ordinal);
        if (blank <= 0) return;
        var credentials = value[(blank + 1)..].Trim();
        AddValue(credentials);
        if (credentials.LastIndexOf("Signature=", StringComparison.Ordinal) is >= 0 and var mark) AddValue(credentials[(mark + 10)..]);
        if (!value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return;
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length)) return;
        foreach (var encoding in (ReadOnlySpan<Encoding>)[Encoding.UTF8, Encoding.Latin1])
        {
            var pair = encoding.GetString(bytes, 0, length);
            AddValue(pair);
            AddValue(pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        }
    }

    private void AddCookie(string pair)
    {
        var value = pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Trim('"');
        if (value.Length < ShortestCookie) return;
        AddValue(value);
        AddValue(PercentEncoding.Decode(value));
    }

    private void AddPairs(string pairs) =>
        AddFields(QueryDecoder.Decode(pairs).Select(static pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value)));

    private void AddFields(IEnumerable<KeyValuePair<string, string?>> fields)
    {
        foreach (var (name, value) in fields)
        {
            if (SensitiveNames.IsSecretParameter(name)) AddValue(value);
        }
    }

    private void AddValue(string? value)
    {
        if (value?.Trim() is { Length: > 1 } trimmed && !CommonWords.Contains(trimmed)) _values.Add(trimmed);
    }
}
