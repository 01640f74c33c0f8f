using System.Diagnostics.CodeAnalysis;

namespace Requests;

/// <summary>Specifies how the body of a request is signed for Amazon Web Services.</summary>
/// <remarks>The values of the header <c>x-amz-content-sha256</c>.</remarks>
public enum AwsPayload
{
    /// <summary>
    /// The hash of the body, which is read before it is sent. For S3, files and streams are not signed over https, and are signed in chunks
    /// over http where their length is known, so that they are read once.
    /// </summary>
    Auto,

    /// <summary>The hash of the whole body. A file or stream is read twice, in constant memory.</summary>
    Hash,

    /// <summary><c>UNSIGNED-PAYLOAD</c>: the signature does not cover the body. Use it over https only.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "It is the word of the protocol.")]
    Unsigned,

    /// <summary>
    /// <c>STREAMING-AWS4-HMAC-SHA256-PAYLOAD</c>: each chunk of 64 KB has a signature. For S3 only; the length of the body must be known.
    /// </summary>
    Chunks,
}
