using System.Collections.Specialized;

namespace Requests.PowerShell;

/// <summary>What single options of a curl command are as parameters of Invoke-Request.</summary>
internal static class CurlMultipart
{
    /// <summary>A plain field of a multipart form: a pair of name and tuple without a file name.</summary>
    internal static object[] Field(string name, string content)
    {
        var (text, type, _) = Cut(content);
        return type is null ? [name, new object?[] { null, text }] : [name, new object?[] { null, text, type }];
    }

    /// <summary>A file of a multipart form, or a field with the file's content.</summary>
    internal static object[] File(string name, string content, Func<string, string> fullPath, bool isUpload)
    {
        var (path, type, fileName) = Cut(content);
        var shown = isUpload ? fileName ?? Path.GetFileName(path) : null;
        var file = new FileInfo(fullPath(path));
        return type is null ? [name, new object?[] { shown, file }] : [name, new object?[] { shown, file, type }];
    }

    /// <summary>Name and password in the way that was asked for.</summary>
    internal static object Auth(string user, string way)
    {
        var (name, password) = Parts(user);
        return way switch
        {
            "digest" => new DigestAuth(name, password),
            "anyauth" => new GuessAuth(name, password),
            "negotiate" => name.Length == 0 ? new NegotiateAuth() : new NegotiateAuth(name, password),
            "ntlm" => name.Length == 0 ? new NegotiateAuth { Package = NegotiatePackage.Ntlm } : new NegotiateAuth(name, password) { Package = NegotiatePackage.Ntlm },
            _ => new object[] { name, password },
        };
    }

    /// <summary>The same as the text of a script makes it.</summary>
    internal static object AuthText(string user, string way)
    {
        var (name, password) = Parts(user);
        var pair = name.Length == 0 ? "" : $" {CommandText.Quote(name)} {CommandText.Quote(password)}";
        return way switch
        {
            "digest" => new ScriptExpression($"(New-DigestAuth{pair})"),
            "anyauth" => new ScriptExpression($"(New-GuessAuth{pair})"),
            "negotiate" => new ScriptExpression($"(New-NegotiateAuth{pair})"),
            "ntlm" => new ScriptExpression($"(New-NegotiateAuth{pair} -Package Ntlm)"),
            _ => new object[] { name, password },
        };
    }

    /// <summary>A client certificate with its key and password.</summary>
    internal static OrderedDictionary Certificate(string path, string? key, string? password)
    {
        var map = new OrderedDictionary { ["Path"] = path };
        if (key is not null) map["Key"] = key;
        if (password is not null) map["Password"] = password;
        return map;
    }

    /// <summary>A proxy's URL with user and password.</summary>
    internal static string Proxy(string proxy, string user)
    {
        var full = proxy.Contains("://", StringComparison.Ordinal) ? proxy : $"http://{proxy}";
        var at = full.IndexOf("://", StringComparison.Ordinal) + 3;
        return full.Insert(at, $"{string.Join(':', user.Split(':', 2).Select(Uri.EscapeDataString))}@");
    }

    private static (string Name, string Password) Parts(string user) => user.Split(':', 2) is [var name, var password] ? (name, password) : (user, "");

    private static (string Content, string? Type, string? FileName) Cut(string text)
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
