using System.Globalization;

namespace Requests;

/// <summary>The time limit of a whole exchange, its body included. Who reads the body of a streamed answer is still bound by it.</summary>
internal sealed class TotalTimeout : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    internal TotalTimeout(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        _limit = limit;
        _timer = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
    }

    /// <summary>Cancelled by the caller or by the limit.</summary>
    internal CancellationToken Token => _either.Token;

    /// <summary>True once the limit has passed.</summary>
    internal bool HasPassed => _timer.IsCancellationRequested;

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }

    internal TotalTimeoutException Passed(PreparedRequest request, Exception cause) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{UrlRedactor.Redact(request.Url)}' took longer than the {_limit.TotalSeconds} s that the whole exchange was given."),
            cause) { Request = request };
}
