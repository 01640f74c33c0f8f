namespace Requests;

/// <summary>Provides the trailer fields that follow a body (RFC 9110 section 6.5).</summary>
internal interface ITrailerSource
{
    /// <summary>Returns the trailer fields; null without them, and before the end of the body.</summary>
    HeaderDictionary? GetTrailers();
}
