using System.Collections;
using System.Xml;

namespace Requests.PowerShell;

/// <summary>Converts parameters to request bodies.</summary>
internal static class BodyConverter
{
    /// <summary>
    /// Converts the value of <c>-Data</c> to a body. A map or a list of pairs is sent as a form, text and bytes unchanged, streams and
    /// files as they are read, and other lists in chunks.
    /// </summary>
    /// <param name="value">The value; null gives null.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="RequestException">The value cannot be sent as a body.</exception>
    internal static RequestBody? ToBody(object? value, string parameter = "Data")
    {
        switch (PSValue.Unwrap(value))
        {
            case null: return null;
            case RequestBody body: return body;
            case string text: return new BytesBody(text);
            case byte[] bytes: return new BytesBody(bytes);
            case FileInfo file: return new FileBody(file.FullName);
            case Stream stream: return new StreamBody(stream);
            case Response response: return new ResponseAsRequestBody(response);
            case XmlDocument xml: return new XmlBody(xml);
            case TextReader:
                throw new InvalidBodyException("A body cannot be a text reader: give the stream, the file or the text.");
        }

        if (ScriptBlocks.ToBody(PSValue.Unwrap(value)) is { } emitted) return emitted;
        if (PSValue.ToPairs(value, parameter) is { } pairs) return new FormBody(PSValue.Flatten(pairs, parameter));
        return PSValue.Unwrap(value) switch
        {
            IList { Count: 0 } => null,
            IList list when list.Cast<object?>().All(item => PSValue.Unwrap(item) is string) =>
                new BytesBody(string.Join('\n', list.Cast<object?>().Select(PSValue.Unwrap))),
            IList list when list.Cast<object?>().All(item => PSValue.Unwrap(item) is byte) =>
                new BytesBody(list.Cast<object?>().Select(item => (byte)PSValue.Unwrap(item)!).ToArray()),
            IList list => new ListBody(CheckItems(list, parameter)),
            IEnumerable items => new ListBody(items),
            IFormattable or bool or char or System.Text.StringBuilder or System.Management.Automation.SwitchParameter =>
                new BytesBody(PSValue.ToText(value, parameter)!),
            var other => throw ParameterErrors.Invalid(parameter, value, "text, bytes, a map for a form, a stream or a file, or use -Json"),
        };
    }

    /// <summary>Converts the value of <c>-Compress</c> to the name of a content coding; null stays null.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidParameterException">The value is not a supported coding.</exception>
    internal static string? ToCoding(object? value)
    {
        const string form = "gzip, br, zstd or deflate";
        if (TextConverter.ToStrictText(value, "Compress", form) is not { } name) return null;
        return CompressedBody.FindCoding(name) ?? throw ParameterErrors.Invalid("Compress", value, form);
    }

    /// <summary>
    /// Checks the items of a list before anything is sent. The items of other sequences are checked as they are enumerated during the send.
    /// </summary>
    private static IList CheckItems(IList list, string parameter)
    {
        foreach (var item in list)
        {
            if (PSValue.Unwrap(item) is not byte[]) PSValue.ToText(item, "an item", parameter);
        }

        return list;
    }

    /// <summary>Converts the value of <c>-Data</c>, where files are specified too, to the fields of the multipart form.</summary>
    /// <param name="value">A map or a list of pairs; null gives no fields.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static IEnumerable<KeyValuePair<string, string?>> ToFields(object? value)
    {
        if (PSValue.Unwrap(value) is null) return [];
        var pairs = PSValue.ToPairs(value, "Data") ?? throw new InvalidParameterException(
            "-Data must be a map or a list of pairs if -Files is given, because its pairs become fields of the form.");
        return PSValue.Flatten(pairs, "Data");
    }
}
