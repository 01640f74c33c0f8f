using System.Text;

namespace Requests.Tests;

/// <summary>Creates replies whose body fails.</summary>
internal static class BrokenBody
{
    internal static Func<PreparedRequest, Response> Reply(string text, params (string Name, string Value)[] headers) =>
        Reply(200, text, headers);

    internal static Func<PreparedRequest, Response> Reply(int status, string text, params (string Name, string Value)[] headers) =>
        Reply(status, text, () => new ChunkedEncodingException("ended early"), headers);

    internal static Func<PreparedRequest, Response> Reply(
        int status,
        string text,
        Func<Exception> error,
        params (string Name, string Value)[] headers) =>
        request =>
        {
            var collection = new HeaderDictionary();
            foreach (var (name, value) in headers) collection.Append(name, value);
            return new Response(request, status, new BreakingStream(Encoding.UTF8.GetBytes(text), error)) { Headers = collection };
        };

    private sealed class BreakingStream(byte[] bytes, Func<Exception> error) : ReadOnlyStream
    {
        private int _given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_given == bytes.Length) throw error();
            var count = Math.Min(buffer.Length, bytes.Length - _given);
            bytes.AsMemory(_given, count).CopyTo(buffer);
            _given += count;
            return ValueTask.FromResult(count);
        }
    }
}
