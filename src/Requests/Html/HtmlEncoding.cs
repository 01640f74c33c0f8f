using System.Text;

namespace Requests;

/// <summary>Finds the encoding of a page, and of a form that is sent (HTML sections 13.2.3 and 4.10.22.5).</summary>
internal static class HtmlEncoding
{
    /// <summary>
    /// Detects the encoding: the one that the caller set, a byte order mark, the charset of the header, the declaration in the page; else
    /// the encoding of <see cref="Response.Text"/>.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="content">Its body.</param>
    internal static Encoding Detect(Response response, ReadOnlySpan<byte> content)
    {
        if (response.ForcedEncoding() is { } forced) return forced;
        if (EncodingResolver.GetMarkOrCharset(response.Headers["Content-Type"], content) is { } named) return ToHtml(Find(named)!);
        foreach (var name in MarkupEncodings.Find(content))
        {
            // A declaration that is readable as ASCII is not in UTF-16 or UTF-32, although it may name them.
            if (Find(name) is { } declared) return ToHtml(ToOutput(declared));
        }

        // Without a declaration the default of the standard depends on the country. A form of a page in ASCII is sent in UTF-8.
        return Ascii.IsValid(content) ? Encoding.UTF8 : ToHtml(response.TextEncoding());
    }

    /// <summary>Gets the encoding in which a form is sent.</summary>
    /// <param name="acceptCharset">The names that the form lists, or null.</param>
    /// <param name="page">The encoding of the page.</param>
    internal static Encoding ForForm(string? acceptCharset, Encoding page)
    {
        foreach (var name in (acceptCharset ?? "").Split([' ', '\t', '\n', '\f', '\r', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Find(name) is { } accepted) return ToOutput(ToHtml(accepted));
        }

        return ToOutput(page);
    }

    /// <summary>Gets the name of an encoding, as a field named _charset_ has it.</summary>
    /// <param name="encoding">The encoding.</param>
    internal static string GetName(Encoding encoding) => encoding.CodePage == Encoding.UTF8.CodePage ? "UTF-8" : encoding.WebName;

    /// <summary>Returns a page in UTF-8, without a byte order mark.</summary>
    /// <param name="content">The bytes of the page.</param>
    /// <param name="encoding">Their encoding.</param>
    internal static byte[] ToUtf8(byte[] content, Encoding encoding)
    {
        var isUtf8 = encoding.CodePage == Encoding.UTF8.CodePage;
        return isUtf8 && !content.AsSpan().StartsWith(Encoding.UTF8.Preamble)
            ? content
            : Encoding.UTF8.GetBytes(EncodingResolver.Decode(content, encoding));
    }

    private static Encoding? Find(string name) => EncodingResolver.Find(name);

    /// <summary>HTML reads ISO-8859-1 and ASCII as windows-1252, which has further characters.</summary>
    private static Encoding ToHtml(Encoding encoding) => encoding.CodePage is 28591 or 20127 ? Find("windows-1252")! : encoding;

    /// <summary>HTML sends no form in UTF-16 or UTF-32.</summary>
    private static Encoding ToOutput(Encoding encoding) => encoding.CodePage is 1200 or 1201 or 12000 or 12001 ? Encoding.UTF8 : encoding;
}
