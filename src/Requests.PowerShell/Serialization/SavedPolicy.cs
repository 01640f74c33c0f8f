using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts a retry policy to a dictionary of plain values, and back.</summary>
internal static class SavedPolicy
{
    /// <summary>Converts a retry policy to a dictionary.</summary>
    /// <param name="policy">The policy.</param>
    internal static IDictionary Save(RetryPolicy policy) => new OrderedDictionary
    {
        ["IsStandard"] = policy.IsStandard,
        ["Total"] = policy.Total,
        ["Connect"] = policy.Connect,
        ["Read"] = policy.Read,
        ["Redirect"] = policy.Redirect,
        ["Status"] = policy.Status,
        ["Other"] = policy.Other,
        ["StatusList"] = policy.StatusList.ToArray(),
        ["Methods"] = policy.Methods?.ToArray(),
        ["RaiseOnStatus"] = policy.RaiseOnStatus,
        ["BackoffFactor"] = policy.BackoffFactor,
        ["BackoffMaximum"] = policy.BackoffMaximum,
        ["BackoffJitter"] = policy.BackoffJitter,
        ["FullJitter"] = policy.FullJitter,
        ["RespectRetryAfter"] = policy.RespectRetryAfter,
        ["RetryAfterMaximum"] = policy.RetryAfterMaximum,
    };

    /// <summary>Creates a retry policy from a dictionary.</summary>
    /// <param name="saved">The saved policy. A missing value becomes null, 0 or false.</param>
    internal static RetryPolicy Restore(IDictionary saved) =>
        (Get<bool>(saved, "IsStandard") ? RetryPolicy.Standard(1) : new RetryPolicy()) with
        {
            Total = Get<int?>(saved, "Total"),
            Connect = Get<int?>(saved, "Connect"),
            Read = Get<int?>(saved, "Read"),
            Redirect = Get<int?>(saved, "Redirect"),
            Status = Get<int?>(saved, "Status"),
            Other = Get<int?>(saved, "Other"),
            StatusList = Get<int[]>(saved, "StatusList") ?? [],
            Methods = Get<string[]>(saved, "Methods"),
            RaiseOnStatus = Get<bool>(saved, "RaiseOnStatus"),
            BackoffFactor = Get<double>(saved, "BackoffFactor"),
            BackoffMaximum = Get<double>(saved, "BackoffMaximum"),
            BackoffJitter = Get<double>(saved, "BackoffJitter"),
            FullJitter = Get<bool>(saved, "FullJitter"),
            RespectRetryAfter = Get<bool>(saved, "RespectRetryAfter"),
            RetryAfterMaximum = Get<double>(saved, "RetryAfterMaximum"),
        };

    private static T? Get<T>(IDictionary saved, string name) =>
        saved[name] is { } value ? (T)LanguagePrimitives.ConvertTo(value, typeof(T), CultureInfo.InvariantCulture) : default;
}
