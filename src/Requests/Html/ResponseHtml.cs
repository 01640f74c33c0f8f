using System.Globalization;
using System.Text;
using Requests.Dependencies;

namespace Requests;

/// <summary>
/// Reads the HTML of a response, its links and its forms. AngleSharp parses it, in the assembly that wraps it. No script runs, and nothing
/// is loaded.
/// </summary>
/// <remarks>Only this file and those that read its results refer to that assembly, which is loaded at the first use.</remarks>
public static class ResponseHtml
{
    // A document takes about 28 times the size of its page, and a page of this size several seconds.
    private const long UsualMaximum = 32 * 1024 * 1024;

    /// <summary>
    /// Parses the body as HTML and returns the document, an <c>AngleSharp.Html.Dom.IHtmlDocument</c>. Each call parses the body anew.
    /// </summary>
    /// <param name="response">The response. An empty body is an empty document.</param>
    /// <param name="maximumSize">The largest size of the decoded body in bytes. Default: 32 MB.</param>
    /// <exception cref="UnexpectedContentTypeException">The body is neither text nor markup.</exception>
    /// <exception cref="ResponseTooLargeException">The body is larger than the maximum.</exception>
    /// <exception cref="ResponseException">The page nests elements deeper than 2,000 levels, or needs too much memory.</exception>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    public static object ReadHtml(this Response response, long maximumSize = UsualMaximum) =>
        Read(response, from => Parse(from, maximumSize, out _).Document);

    /// <summary>Reads the links of the page, a and area elements with a target, in the order of the page.</summary>
    /// <param name="response">The response.</param>
    /// <param name="maximumSize">The largest size of the decoded body in bytes. Default: 32 MB.</param>
    /// <exception cref="UnexpectedContentTypeException">The body is neither text nor markup.</exception>
    /// <exception cref="ResponseTooLargeException">The body is larger than the maximum.</exception>
    /// <exception cref="ResponseException">The page nests elements deeper than 2,000 levels, or needs too much memory.</exception>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    public static IReadOnlyList<HtmlLink> ReadHtmlLinks(this Response response, long maximumSize = UsualMaximum) =>
        Read(response, from =>
        {
            var page = Parse(from, maximumSize, out _);
            var baseUrl = HtmlUrl.GetBase(from.Url, page.BaseReference);
            return page.ReadLinks().Select(link => new HtmlLink(link, HtmlUrl.Resolve(baseUrl, link.Href), from)).ToArray();
        });

    /// <summary>
    /// Reads the forms of the page with the values that their fields have, in the order of the page.
    /// <see cref="RequestSession.SubmitAsync"/> sends one.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="maximumSize">The largest size of the decoded body in bytes. Default: 32 MB.</param>
    /// <exception cref="UnexpectedContentTypeException">The body is neither text nor markup.</exception>
    /// <exception cref="ResponseTooLargeException">The body is larger than the maximum.</exception>
    /// <exception cref="ResponseException">The page nests elements deeper than 2,000 levels, or needs too much memory.</exception>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    public static IReadOnlyList<HtmlForm> ReadHtmlForms(this Response response, long maximumSize = UsualMaximum) =>
        Read(response, from =>
        {
            var page = Parse(from, maximumSize, out var encoding);
            var baseUrl = HtmlUrl.GetBase(from.Url, page.BaseReference);
            return page.ReadForms().Select(form => new HtmlForm(form, baseUrl, encoding, from)).ToArray();
        });

    // The runtime loads the assembly when it compiles a function that refers to it. Its absence is an error here and not in the caller.
    private static T Read<T>(Response response, Func<Response, T> read)
    {
        try
        {
            return read(response);
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException)
        {
            throw new ResponseException(
                "HTML is parsed with Requests.Dependencies.dll and AngleSharp.dll, which were not found: put them beside Requests.dll.",
                error).About(response);
        }
    }

    private static HtmlPage Parse(Response response, long maximumSize, out Encoding encoding)
    {
        var content = response.Content ?? [];
        CheckType(response, content);
        if (content.Length > maximumSize)
        {
            throw new ResponseTooLargeException(string.Create(
                CultureInfo.InvariantCulture,
                $"The page has {content.Length} bytes, and at most {maximumSize} are parsed, because the document takes about 28 times the "
                    + $"size of the page. Give a larger maximum size, such as {content.Length}, to parse it.")).About(response);
        }

        encoding = HtmlEncoding.Detect(response, content);
        try
        {
            return HtmlPage.Parse(HtmlEncoding.ToUtf8(content, encoding), response.Url);
        }
        catch (HtmlLimitException error)
        {
            throw new ResponseException($"The page cannot be parsed: {error.Message}.", error).About(response);
        }
    }

    /// <summary>
    /// Checks that the body may be a page: by its type, a missing type included, or because it begins with a tag. The parser of HTML
    /// accepts all text, also JSON, and would find no form in it.
    /// </summary>
    private static void CheckType(Response response, ReadOnlySpan<byte> content)
    {
        var type = response.MediaType;
        if (type.Length == 0 || MediaTypes.IsText(type) || MediaTypes.IsXml(type)) return;
        var start = content.TrimStart("\uFEFF \t\r\n\f"u8);
        if (content.IsEmpty || start is [(byte)'<', ..]) return;
        throw new UnexpectedContentTypeException($"The response is {type} ({response.StatusCode}) and not HTML.").About(response);
    }
}
