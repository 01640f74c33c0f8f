using System.Collections.Specialized;

namespace Requests.PowerShell;

/// <summary>Converts the values of curl options to values of parameters of Invoke-Request.</summary>
internal static class CurlValues
{
    /// <summary>The option that signs for Amazon Web Services. Its value follows after a blank where it selects a scheme.</summary>
    internal const string AwsScheme = "aws-sigv4";

    /// <summary>Creates a field of a multipart form: a pair of the name and a tuple without a file name.</summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="content">The value with its options, such as <c>;type=</c>.</param>
    internal static object[] CreateField(string name, string content)
    {
        var (text, type, _) = SplitOptions(content);
        return type is null ? [name, new object?[] { null, text }] : [name, new object?[] { null, text, type }];
    }

    /// <summary>Creates a file of a multipart form, or a field with the content of the file.</summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="content">The path with its options, such as <c>;type=</c> and <c>;filename=</c>.</param>
    /// <param name="fullPath">Resolves a path relative to the location of the caller.</param>
    /// <param name="isUpload">True for a file with a file name; false for a field.</param>
    internal static object[] CreateFile(string name, string content, Func<string, string> fullPath, bool isUpload)
    {
        var (path, type, fileName) = SplitOptions(content);
        var sentName = isUpload ? fileName ?? Path.GetFileName(path) : null;
        var file = new FileInfo(fullPath(path));
        return type is null ? [name, new object?[] { sentName, file }] : [name, new object?[] { sentName, file, type }];
    }

    /// <summary>Creates the authentication of the option --user.</summary>
    /// <param name="user">The user name, or the user name and password separated by a colon.</param>
    /// <param name="scheme">The curl option that selects the scheme, without dashes.</param>
    internal static object CreateAuth(string user, string scheme)
    {
        var (name, password) = SplitUser(user);
        return scheme switch
        {
            "digest" => new DigestAuth(name, password),
            "anyauth" => new GuessAuth(name, password),
            "negotiate" => name.Length == 0 ? new NegotiateAuth() : new NegotiateAuth(name, password),
            "ntlm" when name.Length == 0 => new NegotiateAuth { Package = NegotiatePackage.Ntlm },
            "ntlm" => new NegotiateAuth(name, password) { Package = NegotiatePackage.Ntlm },
            _ when ReadAwsScheme(scheme) is (var region, var service) => new AwsAuth(name, password) { Region = region, Service = service },
            _ => new object[] { name, password },
        };
    }

    /// <summary>Creates the same authentication as the expression of a script.</summary>
    /// <param name="user">The user name, or the user name and password separated by a colon.</param>
    /// <param name="scheme">The curl option that selects the scheme, without dashes.</param>
    internal static object CreateAuthExpression(string user, string scheme)
    {
        var (name, password) = SplitUser(user);
        var pair = name.Length == 0 ? "" : $" {CommandText.Quote(name)} {CommandText.Quote(password)}";
        return scheme switch
        {
            "digest" => new ScriptExpression($"(New-DigestAuth{pair})"),
            "anyauth" => new ScriptExpression($"(New-GuessAuth{pair})"),
            "negotiate" => new ScriptExpression($"(New-NegotiateAuth{pair})"),
            "ntlm" => new ScriptExpression($"(New-NegotiateAuth{pair} -Package Ntlm)"),
            _ when ReadAwsScheme(scheme) is (var region, var service) => new ScriptExpression(
                $"(New-AwsAuth{pair}{Option("Region", region)}{Option("Service", service)})"),
            _ => new object[] { name, password },
        };
    }

    /// <summary>Creates the map of a client certificate with its key and password.</summary>
    /// <param name="path">The path of the certificate.</param>
    /// <param name="key">The path of the private key, or null.</param>
    /// <param name="password">The password of the key, or null.</param>
    internal static OrderedDictionary CreateCertificate(string path, string? key, string? password)
    {
        var map = new OrderedDictionary { ["Path"] = path };
        if (key is not null) map["Key"] = key;
        if (password is not null) map["Password"] = password;
        return map;
    }

    /// <summary>Adds a user and password to the URL of a proxy.</summary>
    /// <param name="proxy">The URL, or the host and port.</param>
    /// <param name="user">The user name and password, separated by a colon.</param>
    internal static string AddProxyUser(string proxy, string user)
    {
        var full = proxy.Contains("://", StringComparison.Ordinal) ? proxy : $"http://{proxy}";
        var at = full.IndexOf("://", StringComparison.Ordinal) + 3;
        return full.Insert(at, $"{string.Join(':', user.Split(':', 2).Select(Uri.EscapeDataString))}@");
    }

    /// <summary>Creates the map of headers. A header without a value is removed; a repeated name has a list of values.</summary>
    /// <param name="headers">The headers in their order; a value of null removes the header.</param>
    internal static OrderedDictionary CreateHeaders(IEnumerable<(string Name, string? Value)> headers)
    {
        var map = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var group in headers.GroupBy(header => header.Name, StringComparer.OrdinalIgnoreCase))
        {
            var values = group.Select(header => header.Value).ToArray();
            map[group.Key] = values.Length > 1 ? values : values[0];
        }

        return map;
    }

    /// <summary>Returns region and service of the option --aws-sigv4 with its value; null for another scheme.</summary>
    private static (string? Region, string? Service)? ReadAwsScheme(string scheme)
    {
        if (!scheme.StartsWith($"{AwsScheme} ", StringComparison.Ordinal)) return null;
        var parts = scheme[(AwsScheme.Length + 1)..].Split(':');
        if (parts[0] != "aws" || parts.Length > 4)
        {
            throw new InvalidParameterException("--aws-sigv4 must be aws:amz, or with region and service aws:amz:eu-west-1:s3.");
        }

        return (NullIfEmpty(parts.ElementAtOrDefault(2)), NullIfEmpty(parts.ElementAtOrDefault(3)));
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Option(string name, string? value) => value is null ? "" : $" -{name} {CommandText.Quote(value)}";

    private static (string Name, string Password) SplitUser(string user) =>
        user.Split(':', 2) is [var name, var password] ? (name, password) : (user, "");

    private static (string Content, string? Type, string? FileName) SplitOptions(string text)
    {
        var parts = text.Split(';');
        string? type = null, fileName = null;
        var content = parts[0];
        foreach (var part in parts.Skip(1))
        {
            if (part.StartsWith("type=", StringComparison.Ordinal)) type = part["type=".Length..];
            else if (part.StartsWith("filename=", StringComparison.Ordinal)) fileName = part["filename=".Length..].Trim('"');
            else content += $";{part}";
        }

        return (content.Trim('"'), type, fileName);
    }
}
