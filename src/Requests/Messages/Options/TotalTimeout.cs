using System.Globalization;

namespace Requests;

/// <summary>
/// Represents the time limit of a whole exchange, including its body. It also limits reading the body of a streamed response.
/// </summary>
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

    /// <summary>Gets the token that the caller or the limit cancels.</summary>
    internal CancellationToken Token => _either.Token;

    /// <summary>Gets a value that indicates whether the limit has passed.</summary>
    internal bool HasPassed => _timer.IsCancellationRequested;

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }

    internal TotalTimeoutException CreateException(PreparedRequest request, Exception cause) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{UrlRedactor.Redact(request.Url)}' took longer than the {_limit.TotalSeconds} s that the whole exchange was given."),
            cause)
        {
            Request = request,
            Connection = ConnectionInfo.Find(cause),
        };
}
