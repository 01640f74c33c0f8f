using System.Globalization;

namespace Requests;

/// <summary>Limits the bytes of one line, event or item of JSON.</summary>
internal static class ItemLimit
{
    /// <summary>The most bytes of an item, unless the caller allows larger bodies.</summary>
    internal const long Default = 64 * 1024 * 1024;

    /// <summary>Creates the error for a line, event or item that is too long.</summary>
    /// <param name="item">The kind of item, at the beginning of the message.</param>
    /// <param name="limit">The most bytes that are allowed.</param>
    internal static ResponseTooLargeException CreateError(string item, long limit) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{item} of the body is longer than {limit} bytes; a MaximumSize of more than that allows longer ones."));
}
