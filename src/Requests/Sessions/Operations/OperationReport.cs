using System.Globalization;
using System.Text.Json;

namespace Requests;

/// <summary>Represents what the JSON of a response reports about an operation. What it does not contain is null.</summary>
/// <param name="Status">The member <c>status</c>, such as Running.</param>
/// <param name="ProvisioningState">The member <c>properties.provisioningState</c>, or <c>provisioningState</c>.</param>
/// <param name="PercentComplete">The progress, from 0 to 100.</param>
/// <param name="ResourceLocation">The URL of the resource that the operation has created or changed.</param>
/// <param name="ErrorCode">The code of the error.</param>
/// <param name="ErrorMessage">The error message, with those of its details.</param>
/// <param name="IsOperation">
/// Whether the object is an operation by its other members, and not a resource that has a status.
/// </param>
/// <remarks>
/// Microsoft REST API guidelines, "Long-running operations"; Azure Resource Manager, "Track asynchronous operations". Names are found in
/// any case.
/// </remarks>
internal sealed record OperationReport(
    string? Status = null,
    string? ProvisioningState = null,
    double? PercentComplete = null,
    string? ResourceLocation = null,
    string? ErrorCode = null,
    string? ErrorMessage = null,
    bool IsOperation = false)
{
    private const int MaximumDepth = 8;
    private const int MaximumMessages = 5;

    private static readonly OperationReport Empty = new();

    // The ends that services of Azure use.
    private static readonly string[] Successes = ["succeeded", "completed", "done", "partiallyCompleted", "partiallySucceeded"];
    private static readonly string[] Failures =
    [
        "failed", "canceled", "cancelled", "rejected", "validationFailed", "aborted", "error", "timedOut",
    ];

    private static readonly string[] Beginnings =
    [
        "notStarted", "notRunning", "running", "inProgress", "in_progress", "pending", "queued", "accepted", "started", "processing",
        "waiting", "scheduled", "creating", "updating", "deleting", "provisioning",
    ];

    // Members of operations of Azure, Microsoft Graph and Microsoft Fabric.
    private static readonly string[] OperationMembers =
    [
        "error", "percentComplete", "percentageComplete", "resourceLocation", "operationType", "lastActionDateTime", "lastUpdatedTimeUtc",
    ];

    /// <summary>Gets the status of the operation, or that of its resource; null when neither is reported.</summary>
    internal string? State => Status ?? ProvisioningState;

    /// <summary>Returns whether a status means that the operation succeeded, if only in parts.</summary>
    /// <param name="state">The status, in any case.</param>
    /// <remarks>Ready is the end of a resource that is provisioned, and not of an operation, which may be ready to begin.</remarks>
    internal bool IsSuccess(string? state) =>
        Successes.Contains(state, StringComparer.OrdinalIgnoreCase)
            || (Status is null && string.Equals(state, "ready", StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns whether a status means that the operation failed or was canceled.</summary>
    /// <param name="state">The status, in any case and in either spelling.</param>
    internal static bool IsFailure(string? state) => Failures.Contains(state, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns whether a status is known: as one of an operation that has not ended, or as one of its ends.</summary>
    /// <param name="state">The status, in any case.</param>
    internal bool IsKnown(string? state) =>
        Beginnings.Contains(state, StringComparer.OrdinalIgnoreCase) || IsSuccess(state) || IsFailure(state);

    /// <summary>Reads the body of a response; returns an empty report when it is not a JSON object.</summary>
    /// <param name="response">The response, whose body is in memory.</param>
    internal static OperationReport Read(Response response)
    {
        if (!response.IsContentRead || response.Content is not { Length: > 0 }) return Empty;
        try
        {
            using var document = JsonDocument.Parse(response.GetJsonUtf8());
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return Empty;
            var properties = Find(root, "properties") ?? default;
            var (code, message) = ReadError(root, properties);
            return new OperationReport(
                Text(Find(root, "status")),
                Text(Find(properties, "provisioningState")) ?? Text(Find(root, "provisioningState")),
                Percent(Find(root, "percentComplete") ?? Find(root, "percentageComplete") ?? Find(properties, "percentComplete")),
                Text(Find(root, "resourceLocation")),
                code,
                message,
                Array.Exists(OperationMembers, name => Find(root, name) is not null));
        }
        catch (JsonException)
        {
            return Empty;
        }
    }

    /// <summary>Reads the first error that is an object or a text, of the operation or of its resource.</summary>
    private static (string? Code, string? Message) ReadError(JsonElement root, JsonElement properties)
    {
        ReadOnlySpan<JsonElement?> places =
        [
            Find(root, "error"),
            Find(properties, "error"),
            Find(root, "statusMessage"),
            Find(properties, "statusMessage"),
        ];
        foreach (var place in places)
        {
            if (place is not { } error) continue;
            var found = ReadError(error, depth: 0);
            if (found is not (null, null)) return found;
        }

        return default;
    }

    private static (string? Code, string? Message) ReadError(JsonElement error, int depth)
    {
        if (error.ValueKind == JsonValueKind.String) return (null, Text(error));
        if (Find(error, "error") is { ValueKind: JsonValueKind.Object } inner && depth < MaximumDepth) return ReadError(inner, depth + 1);
        var message = Text(Find(error, "message")) ?? Text(Find(Find(error, "message") ?? default, "value"));
        var details = new List<string>();
        AddDetails(error, details, depth: 0);
        if (details.Count > 0) message = string.Join(" ", details.Prepend(message).OfType<string>());
        return (Text(Find(error, "code")), message);
    }

    /// <summary>Adds the messages of the innermost details, which name the cause where the outer message is a summary.</summary>
    private static void AddDetails(JsonElement error, List<string> found, int depth)
    {
        if (Find(error, "details") is not { ValueKind: JsonValueKind.Array } details || depth > MaximumDepth) return;
        foreach (var detail in details.EnumerateArray())
        {
            var before = found.Count;
            AddDetails(detail, found, depth + 1);
            if (found.Count >= MaximumMessages) return;
            if (found.Count > before || Text(Find(detail, "message")) is not { } message) continue;
            found.Add(Text(Find(detail, "code")) is { } code ? $"{code}: {message}" : message);
        }
    }

    private static JsonElement? Find(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object) return null;
        if (parent.TryGetProperty(name, out var exact)) return exact;
        foreach (var property in parent.EnumerateObject())
        {
            if (GetName(property).Equals(name, StringComparison.OrdinalIgnoreCase)) return property.Value;
        }

        return null;
    }

    private static string GetName(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // The name has half a surrogate pair, so it is not one of those that are read.
            return "";
        }
    }

    private static string? Text(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.String } text) return null;
        try
        {
            return text.GetString()?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
        }
        catch (InvalidOperationException)
        {
            // .NET does not return a text with half a surrogate pair.
            return null;
        }
    }

    private static double? Percent(JsonElement? value)
    {
        double number;
        switch (value)
        {
            case { ValueKind: JsonValueKind.Number } part when part.TryGetDouble(out number): break;
            case { ValueKind: JsonValueKind.String } part
                when double.TryParse(Text(part), NumberStyles.Float, CultureInfo.InvariantCulture, out number):
                break;
            default: return null;
        }

        return number is >= 0 and <= 100 ? number : null;
    }
}
