namespace Requests.PowerShell;

/// <summary>Converts the parameters of pages, and what the script block of -NextPage emits.</summary>
internal static class NextPageConverter
{
    private const string StrategyForms = "the path of the URL in the JSON, such as paging.next, or a script block { param($Response) … }";
    private const string PageForms = "a URL, a map with Params, Json, Data or Headers, or nothing";

    /// <summary>Converts the value of -NextPage to a strategy.</summary>
    /// <param name="value">A path, a script block, or a strategy.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind, or the path is not valid.</exception>
    internal static PageStrategy ToStrategy(object? value)
    {
        if (PSValue.Unwrap(value) is PageStrategy strategy) return strategy;
        return ScriptBlocks.ToNextPage(PSValue.Unwrap(value)) is { } find
            ? PageStrategy.FromFunction(find)
            : PageStrategy.FromPath(ToPath(value, "NextPage", StrategyForms));
    }

    /// <summary>Converts to the path of a member in JSON.</summary>
    /// <param name="value">The names, with a dot between them.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="forms">The accepted forms, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is not such a text.</exception>
    internal static string ToPath(object? value, string parameter, string forms = "names with a dot between them, such as data.items")
    {
        var path = TextConverter.ToStrictText(value, parameter, forms);
        if (string.IsNullOrWhiteSpace(path)) throw ParameterErrors.Invalid(parameter, value, forms);
        try
        {
            PageStrategy.CheckPath(path, parameter);
            return path;
        }
        catch (ArgumentException)
        {
            throw new InvalidParameterException($"-{parameter} cannot be '{UrlRedactor.Redact(path)}': give {forms}.");
        }
    }

    /// <summary>Converts the output of the script block; null after the last page.</summary>
    /// <param name="value">A URL, a map of changes, or null, an empty text or false.</param>
    /// <exception cref="RequestException">The value is of another kind, or the map has another key.</exception>
    internal static NextPage? ToNextPage(object? value)
    {
        switch (PSValue.Unwrap(value))
        {
            case null or false: return null;
            case string text when string.IsNullOrWhiteSpace(text): return null;
            case string text: return new NextPage { Url = text.Trim() };
            case NextPage page: return page;
            case System.Collections.IDictionary: return ToChanges(value);
            case bool or IConvertible: throw ParameterErrors.Invalid("The script block of -NextPage: its output", value, PageForms);
        }

        return new NextPage { Url = ValueConverter.ToUrl(value, "The output of the script block of -NextPage") };
    }

    private static NextPage ToChanges(object? value)
    {
        string? url = null;
        QueryParams? query = null;
        HeaderDictionary? headers = null;
        RequestBody? body = null;
        foreach (var (name, change) in PSValue.ToPairs(value, "NextPage")!)
        {
            switch (name.ToUpperInvariant())
            {
                case "URI" or "URL": url = ValueConverter.ToUrl(change, "The URL that the script block of -NextPage emits"); break;
                case "PARAMS": query = ValueConverter.ToParams(change); break;
                case "HEADERS": headers = ValueConverter.ToHeaders(change); break;
                case "JSON" or "DATA" or "BODY" when body is not null:
                    throw new InvalidParameterException("The script block of -NextPage emits two bodies: use Json or Data.");
                case "JSON": body = new JsonBody(JsonObjectWriter.Write(change)); break;
                case "DATA" or "BODY": body = BodyConverter.ToBody(change, "Data"); break;
                default:
                    throw new InvalidParameterException(
                        $"The script block of -NextPage emits a map with the key '{name}': use Uri, Params, Json, Data or Headers.");
            }
        }

        return (url ?? (object?)query ?? headers ?? (object?)body) is null
            ? throw new InvalidParameterException("The script block of -NextPage emits a map that changes nothing: emit nothing to end.")
            : new NextPage { Url = url, Params = query, Headers = headers, Body = body };
    }
}
