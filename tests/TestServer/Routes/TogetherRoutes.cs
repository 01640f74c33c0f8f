using System.Collections.Concurrent;
using System.Globalization;

namespace Requests.TestServer;

/// <summary>
/// Represents the routes that count the concurrent requests of a group: a route that responds when a number of requests have arrived,
/// and routes that wait until requests have arrived or until all clients have disconnected.
/// </summary>
internal static class TogetherRoutes
{
    internal static void Map(WebApplication app)
    {
        var groups = new ConcurrentDictionary<string, Group>();
        Group Find(string name) => groups.GetOrAdd(name, _ => new Group());

        app.Map("/together/{group}/{n:int}", async (HttpContext context, string group, int n) =>
        {
            var present = await Find(group).MeetAsync(n, context.RequestAborted);
            context.Response.Headers["X-Client-Port"] = context.Connection.RemotePort.ToString(CultureInfo.InvariantCulture);
            return Results.Text(present.ToString(CultureInfo.InvariantCulture));
        });
        app.Map(
            "/together/{group}/stall",
            (HttpContext context, string group, string? text, string? type) => Find(group).StallAsync(context, text, type));
        app.Map(
            "/together/{group}/came",
            (HttpContext context, string group, int status, string? challenge, string? link, string? location, int? length) =>
            {
                if (location is not null) context.Response.Headers.Location = location;
                return Find(group).RespondAsync(context, status, challenge, link, length);
            });
        app.Map(
            "/together/{group}/arrived/{n:int}",
            (HttpContext context, string group, int n) => Find(group).WaitForArrivalsAsync(n).WaitAsync(context.RequestAborted));
        app.Map(
            "/together/{group}/left",
            (HttpContext context, string group) => Find(group).WaitForDeparturesAsync().WaitAsync(context.RequestAborted));
    }

    private sealed class Group
    {
        private readonly object _lock = new();
        private readonly List<(Func<bool> IsDone, TaskCompletionSource Done)> _waiting = [];
        private int _arrived;
        private int _present;

        /// <summary>Waits until the number of arrived requests is a multiple of n.</summary>
        /// <returns>The number of concurrent requests when this one arrived.</returns>
        internal async Task<int> MeetAsync(int n, CancellationToken aborted)
        {
            int present;
            Task met;
            lock (_lock)
            {
                present = ++_present;
                var needed = ((_arrived++ / n) + 1) * n;
                met = WaitUntil(() => _arrived >= needed);
            }

            try
            {
                await met.WaitAsync(aborted);
                return present;
            }
            finally
            {
                lock (_lock)
                {
                    _present--;
                    CompleteWaiting();
                }
            }
        }

        /// <summary>Counts a request and responds immediately.</summary>
        /// <param name="context">The exchange.</param>
        /// <param name="status">The status code.</param>
        /// <param name="challenge">The value of WWW-Authenticate, or null.</param>
        /// <param name="link">The URL of Location for status 302 and 307, and of the next page otherwise; or null.</param>
        /// <param name="length">The value of Content-Length for a body that is aborted after one byte, or null for no body.</param>
        internal Task RespondAsync(HttpContext context, int status, string? challenge, string? link, int? length)
        {
            lock (_lock)
            {
                _arrived++;
                CompleteWaiting();
            }

            var isRedirect = status is 302 or 307;
            context.Response.StatusCode = status;
            if (challenge is not null) context.Response.Headers.WWWAuthenticate = challenge;
            if (link is not null && isRedirect) context.Response.Headers.Location = link;
            if (link is not null && !isRedirect) context.Response.Headers.Link = $"<{link}>; rel=\"next\"";
            if (length is null) return Task.CompletedTask;
            context.Response.ContentLength = length;
            context.Response.Headers.ETag = "\"one\"";
            return AbortBodyAsync(context);
        }

        private static async Task AbortBodyAsync(HttpContext context)
        {
            await context.Response.WriteAsync("x", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        }

        /// <summary>Reads the body, sends the beginning of a response or nothing, and waits until the client disconnects.</summary>
        internal async Task StallAsync(HttpContext context, string? text, string? type)
        {
            if (context.Request.Query["challenge"] is [{ } challenge] && context.Request.Headers.Authorization.Count == 0)
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = challenge;
                return;
            }

            lock (_lock)
            {
                _present++;
                _arrived++;
                CompleteWaiting();
            }

            try
            {
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                if (text is not null)
                {
                    context.Response.ContentType = type ?? "text/plain";
                    await context.Response.WriteAsync(text, context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                }

                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or BadHttpRequestException)
            {
                // The client has disconnected, as the tests of this route expect.
            }
            finally
            {
                lock (_lock)
                {
                    _present--;
                    CompleteWaiting();
                }
            }
        }

        /// <summary>Waits until at least n requests have arrived.</summary>
        internal Task WaitForArrivalsAsync(int n)
        {
            lock (_lock) return WaitUntil(() => _arrived >= n);
        }

        /// <summary>Waits until no request is in progress.</summary>
        internal Task WaitForDeparturesAsync()
        {
            lock (_lock) return WaitUntil(() => _present == 0);
        }

        private Task WaitUntil(Func<bool> isDone)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((isDone, done));
            CompleteWaiting();
            return done.Task;
        }

        private void CompleteWaiting()
        {
            foreach (var (_, done) in _waiting.Where(waiting => waiting.IsDone())) done.TrySetResult();
            _waiting.RemoveAll(waiting => waiting.Done.Task.IsCompleted);
        }
    }
}
