using System.Globalization;

namespace Requests;

/// <summary>Judges the coding of a body.</summary>
internal static class BodyRules
{
    private const int LargeText = 100 * 1024;

    /// <summary>Judges the coding of a body that was read; returns null for a response without a body.</summary>
    /// <param name="response">The response.</param>
    internal static Verdict? JudgeCoding(Response response)
    {
        var coding = response.Headers["Content-Encoding"];
        if (!response.IsContentRead)
        {
            return coding is null ? null : Verdict.Skipped($"{coding}: the body was not read.");
        }

        var length = response.Content?.Length ?? 0;
        if (length == 0) return null;
        var size = string.Create(CultureInfo.InvariantCulture, $"{length} bytes");
        if (!ContentDecoder.ChangesNothing(coding)) return Verdict.Passed($"{coding}: decoded to {size}.");
        var couldShrink = length > LargeText
            && response.Request.Headers["Accept-Encoding"] is { Length: > 0 }
            && IsText(response.MediaType);
        return Verdict.Passed(
            $"The body is not compressed: {size}.",
            couldShrink ? "Turn on compression on the server: the text would be several times smaller." : "");
    }

    private static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase);
}
