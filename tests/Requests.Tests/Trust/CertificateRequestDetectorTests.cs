namespace Requests.Tests.Trust;

/// <summary>Tests the detection of a request for a client certificate in the bytes of a TLS 1.2 handshake.</summary>
public class CertificateRequestDetectorTests
{
    private const byte ChangeCipherSpec = 20;
    private const byte Handshake = 22;

    private static readonly byte[] ServerHello = Message(2, 70);
    private static readonly byte[] Certificate = Message(11, 900);
    private static readonly byte[] CertificateRequest = Message(13, 40);
    private static readonly byte[] ServerHelloDone = Message(14, 0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void A_request_is_found_in_pieces_of_any_size(int size)
    {
        byte[] messages = [.. ServerHello, .. Certificate, .. CertificateRequest, .. ServerHelloDone];

        Assert.True(HasRequest([Record(Handshake, messages)], size));
        Assert.True(HasRequest(messages.Chunk(300).Select(part => Record(Handshake, part)), size));
        Assert.True(HasRequest([Record(Handshake, []), Record(Handshake, messages)], size));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public void A_handshake_without_a_request_has_none(int size)
    {
        // The content of other messages and records has the bytes of a request.
        byte[] messages = [.. ServerHello, .. Message(11, [.. CertificateRequest, .. CertificateRequest]), .. ServerHelloDone];

        Assert.False(HasRequest([Record(Handshake, messages)], size));
        Assert.False(HasRequest([Record(ChangeCipherSpec, [1]), Record(Handshake, CertificateRequest)], size));
        Assert.False(HasRequest(["HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()], size));
        Assert.False(HasRequest([], size));
    }

    private static bool HasRequest(IEnumerable<byte[]> records, int size)
    {
        var detector = default(CertificateRequestDetector);
        foreach (var piece in records.SelectMany(record => record).Chunk(size)) detector.Read(piece);
        return detector.HasFound;
    }

    private static byte[] Record(byte type, byte[] content) => [type, 3, 3, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private static byte[] Message(byte type, int length) => Message(type, Enumerable.Repeat((byte)13, length).ToArray());

    private static byte[] Message(byte type, byte[] content) => [type, 0, (byte)(content.Length >> 8), (byte)content.Length, .. content];
}
