using System.Collections;
using System.Xml;

namespace Requests.PowerShell;

/// <summary>The accepted forms of a body.</summary>
internal static class BodyConverter
{
    /// <summary>What <c>-Data</c> takes: a map or pairs are a form, text and bytes go as they are, streams and files from where they are, other lists in chunks.</summary>
    /// <param name="value">The value.</param>
    /// <param name="parameter">The parameter, for the message.</param>
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
            case Response response: return new ResponseBody(response);
            case XmlDocument xml: return new XmlBody(xml);
            case TextReader: throw new InvalidBodyException("A text reader has lost the file's bytes; give the stream, the file, or the text itself.");
        }

        if (ScriptBlocks.ToBody(PSValue.Unwrap(value)) is { } emitted) return emitted;
        if (PSValue.ToPairs(value) is { } pairs) return new FormBody(PSValue.Flatten(pairs, parameter));
        return PSValue.Unwrap(value) switch
        {
            IList { Count: 0 } => null,
            IList list when list.Cast<object?>().All(one => PSValue.Unwrap(one) is string) => new BytesBody(string.Join('\n', list.Cast<object?>().Select(PSValue.Unwrap))),
            IList list when list.Cast<object?>().All(one => PSValue.Unwrap(one) is byte) => new BytesBody(list.Cast<object?>().Select(one => (byte)PSValue.Unwrap(one)!).ToArray()),
            IList list => new ListBody(CheckItems(list, parameter)),
            IEnumerable items => new ListBody(items),
            IFormattable or bool or char or System.Text.StringBuilder or System.Management.Automation.SwitchParameter => new BytesBody(PSValue.ToText(value, parameter)!),
            var other => throw ParameterErrors.Invalid(parameter, value, "text, bytes, a map for a form, a stream or a file, or use -Json"),
        };
    }

    /// <summary>Checks what a list holds before anything is sent; what is enumerated while it is sent can only fail then.</summary>
    private static IList CheckItems(IList list, string parameter)
    {
        foreach (var item in list)
        {
            if (PSValue.Unwrap(item) is not byte[]) PSValue.ToText(item, "an item", parameter);
        }

        return list;
    }

    /// <summary>What <c>-Data</c> takes beside files: fields of a form.</summary>
    internal static IEnumerable<KeyValuePair<string, string?>> ToFields(object? value)
    {
        if (PSValue.Unwrap(value) is null) return [];
        return PSValue.Flatten(PSValue.ToPairs(value) ?? throw new InvalidParameterException("Data must not be a string or a stream when Files are given: give a map or a list of pairs."), "Data");
    }
}
