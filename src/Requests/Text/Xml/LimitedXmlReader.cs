using System.Xml;

namespace Requests;

/// <summary>
/// Reads XML of a server: no document type declaration, so that no entity is expanded and no file is read, and a limited depth, because
/// methods of a document call themselves for each level.
/// </summary>
internal sealed class LimitedXmlReader : XmlTextReader
{
    /// <summary>The most levels of elements, as for JSON.</summary>
    internal const int MaximumDepth = 1024;

    private readonly CancellationToken _cancellation;

    /// <summary>Creates a reader.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Cancels reading.</param>
    internal LimitedXmlReader(TextReader text, CancellationToken cancellation)
        : base(text)
    {
        DtdProcessing = DtdProcessing.Prohibit;
        XmlResolver = null;
        Normalization = true;
        _cancellation = cancellation;
    }

    /// <inheritdoc/>
    public override bool Read()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (!base.Read()) return false;
        if (Depth <= MaximumDepth) return true;
        throw new XmlDecodeException(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"The body is XML with elements in more than {MaximumDepth} levels, which is refused."),
            LineNumber,
            LinePosition);
    }
}
