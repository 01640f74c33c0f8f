namespace Requests.PowerShell;

/// <summary>Holds the results of one request, or of all requests where order does not matter, until they are written.</summary>
/// <param name="capacity">The number of results at which a request waits before it requests its next page.</param>
/// <remarks>Used on the pipeline thread only.</remarks>
internal sealed class ResultBuffer(int capacity)
{
    private readonly Queue<RequestOutput> _outputs = new();
    private TaskCompletionSource? _room;
    private bool _isDiscarded;

    /// <summary>Gets or sets the number of requests that may still add results.</summary>
    internal int OpenRequests { get; set; }

    /// <summary>Gets a value that indicates whether the buffer is empty and stays so.</summary>
    internal bool IsCompleted => OpenRequests == 0 && _outputs.Count == 0;

    /// <summary>Adds a result and returns a task that ends when there is room for another one.</summary>
    /// <param name="value">The result.</param>
    internal Task PutAsync(object value)
    {
        if (_isDiscarded)
        {
            (value as Response)?.Close();
            return Task.CompletedTask;
        }

        _outputs.Enqueue(new RequestOutput(value));
        return _outputs.Count < capacity ? Task.CompletedTask : (_room ??= new TaskCompletionSource()).Task;
    }

    /// <summary>Adds the error that ended a request.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="summary">The request, as error records show it.</param>
    internal void Put(Exception error, RequestSummary? summary) => _outputs.Enqueue(new RequestOutput(Value: null, error, summary));

    /// <summary>Removes the next result; returns false when no result is available yet.</summary>
    /// <param name="next">The result.</param>
    internal bool TryTake(out RequestOutput next)
    {
        if (!_outputs.TryDequeue(out next)) return false;
        if (_outputs.Count < capacity) MakeRoom();
        return true;
    }

    /// <summary>Closes the responses that are not written, now and later.</summary>
    internal void Discard()
    {
        _isDiscarded = true;
        while (_outputs.TryDequeue(out var output)) (output.Value as Response)?.Close();
        MakeRoom();
    }

    private void MakeRoom()
    {
        var room = _room;
        _room = null;
        room?.SetResult();
    }
}
