using System.Collections.Concurrent;
using System.Globalization;

namespace Requests.TestServer;

/// <summary>Routes that see how many requests are there at a time: they answer when so many have come, and know when all have left.</summary>
internal static class TogetherRoutes
{
    internal static void Map(WebApplication app)
    {
        var groups = new ConcurrentDictionary<string, Group>();
        Group Find(string name) => groups.GetOrAdd(name, _ => new Group());

        app.Map("/together/{group}/{n:int}", async (HttpContext context, string group, int n) =>
        {
            var seen = await Find(group).MeetAsync(n, context.RequestAborted);
            return Results.Text(seen.ToString(CultureInfo.InvariantCulture));
        });
        app.Map("/together/{group}/stall", (HttpContext context, string group, string? text, string? type) => Find(group).StallAsync(context, text, type));
        app.Map("/together/{group}/came", (HttpContext context, string group, int status, string? challenge, string? link, int? length) => Find(group).Came(context, status, challenge, link, length));
        app.Map("/together/{group}/arrived/{n:int}", (HttpContext context, string group, int n) => Find(group).ArrivedAsync(n).WaitAsync(context.RequestAborted));
        app.Map("/together/{group}/left", (HttpContext context, string group) => Find(group).LeftAsync().WaitAsync(context.RequestAborted));
    }

    private sealed class Group
    {
        private readonly object _lock = new();
        private readonly List<(Func<bool> IsDone, TaskCompletionSource Done)> _waiting = [];
        private int _arrived;
        private int _present;

        /// <summary>Waits until a multiple of so many have come; gives how many were there when this one came.</summary>
        internal async Task<int> MeetAsync(int n, CancellationToken aborted)
        {
            int seen;
            Task met;
            lock (_lock)
            {
                seen = ++_present;
                var needed = ((_arrived++ / n) + 1) * n;
                met = When(() => _arrived >= needed);
            }

            try
            {
                await met.WaitAsync(aborted);
                return seen;
            }
            finally
            {
                lock (_lock)
                {
                    _present--;
                    Look();
                }
            }
        }

        /// <summary>Counts a request and responds at once: with a status, a challenge, a link to what stalls, or less of a body than announced.</summary>
        internal Task Came(HttpContext context, int status, string? challenge, string? link, int? length)
        {
            lock (_lock)
            {
                _arrived++;
                Look();
            }

            context.Response.StatusCode = status;
            if (challenge is not null) context.Response.Headers.WWWAuthenticate = challenge;
            if (link is not null) context.Response.Headers[status is 302 or 307 ? "Location" : "Link"] = status is 302 or 307 ? link : $"<{link}>; rel=\"next\"";
            if (length is null) return Task.CompletedTask;
            context.Response.ContentLength = length;
            context.Response.Headers.ETag = "\"one\"";
            return BreakAsync(context);
        }

        private static async Task BreakAsync(HttpContext context)
        {
            await context.Response.WriteAsync("x", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        }

        /// <summary>Reads the body, sends the beginning of a response or nothing at all, and says no more until the client has left.</summary>
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
                Look();
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
                // The client has left: what this is about.
            }
            finally
            {
                lock (_lock)
                {
                    _present--;
                    Look();
                }
            }
        }

        internal Task ArrivedAsync(int n)
        {
            lock (_lock) return When(() => _arrived >= n);
        }

        internal Task LeftAsync()
        {
            lock (_lock) return When(() => _present == 0);
        }

        private Task When(Func<bool> isDone)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((isDone, done));
            Look();
            return done.Task;
        }

        private void Look()
        {
            foreach (var (_, done) in _waiting.Where(one => one.IsDone())) done.TrySetResult();
            _waiting.RemoveAll(one => one.Done.Task.IsCompleted);
        }
    }
}
