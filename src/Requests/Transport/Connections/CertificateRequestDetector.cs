namespace Requests;

/// <summary>
/// Reads the plaintext part of a TLS handshake and detects that the server requests a client certificate. TLS 1.3 encrypts the request; its
/// alert names the missing certificate (RFC 8446 section 6.2).
/// </summary>
/// <remarks>RFC 5246 sections 6.2.1 (records), 7.4 (handshake messages) and 7.4.4 (certificate request).</remarks>
internal struct CertificateRequestDetector
{
    private const int RecordHeaderSize = 5;
    private const int MessageHeaderSize = 4;
    private const byte HandshakeRecord = 22;
    private const byte CertificateRequest = 13;

    private ulong _recordHeader;
    private uint _messageHeader;
    private int _recordHeaderBytes;
    private int _messageHeaderBytes;
    private int _recordLeft;
    private int _messageLeft;
    private bool _hasEnded;

    /// <summary>Gets a value that indicates whether the server requested a client certificate.</summary>
    internal bool HasFound { get; private set; }

    /// <summary>Reads the next bytes of the server. Bytes after the plaintext part are ignored.</summary>
    /// <param name="bytes">The bytes.</param>
    internal void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_hasEnded)
        {
            if (_recordLeft > 0)
            {
                var count = Math.Min(_recordLeft, bytes.Length);
                ReadMessages(bytes[..count]);
                _recordLeft -= count;
                bytes = bytes[count..];
                continue;
            }

            _recordHeader = (_recordHeader << 8) | bytes[0];
            bytes = bytes[1..];
            if (++_recordHeaderBytes < RecordHeaderSize) continue;
            _recordHeaderBytes = 0;
            _recordLeft = (ushort)_recordHeader;
            _hasEnded = (byte)(_recordHeader >> 32) != HandshakeRecord;
        }
    }

    private void ReadMessages(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_messageLeft > 0)
            {
                var count = Math.Min(_messageLeft, bytes.Length);
                _messageLeft -= count;
                bytes = bytes[count..];
                continue;
            }

            _messageHeader = (_messageHeader << 8) | bytes[0];
            bytes = bytes[1..];
            if (++_messageHeaderBytes < MessageHeaderSize) continue;
            _messageHeaderBytes = 0;
            _messageLeft = (int)(_messageHeader & 0xFFFFFF);
            HasFound |= _messageHeader >> 24 == CertificateRequest;
        }
    }
}
