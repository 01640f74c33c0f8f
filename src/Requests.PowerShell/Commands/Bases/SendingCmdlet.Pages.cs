using System.Management.Automation;

namespace Requests.PowerShell;

/// <content>Defines the parameters of pages.</content>
public abstract partial class SendingCmdlet
{
    /// <summary>The default value, boxed once for all calls.</summary>
    private static readonly object AllPages = int.MaxValue;

    private int _pages;

    /// <summary>
    /// Indicates that the cmdlet also requests the next page as long as the Link header of a response names one, and emits each page.
    /// Credentials are sent only to pages of the same origin. Excludes -Reconnect and -Resume.
    /// </summary>
    [Parameter(HelpMessage = "Requests the next pages that Link headers name, too.")]
    public SwitchParameter FollowRelLink { get; set; }

    /// <summary>Specifies the maximum number of pages that -FollowRelLink requests, including the first. Default: all.</summary>
    [Parameter(HelpMessage = "Specifies the maximum number of pages.")]
    [ValueType(typeof(int))]
    public object? MaximumFollowRelLink { get; set; } = AllPages;

    private void ReadPageParameters() =>
        _pages = NumberConverter.ToInt32(MaximumFollowRelLink, nameof(MaximumFollowRelLink), 1);

    private string? FindPageConflict()
    {
        if (Has(nameof(MaximumFollowRelLink)) && !FollowRelLink)
        {
            return "-MaximumFollowRelLink limits the pages of -FollowRelLink: add -FollowRelLink.";
        }

        return Reconnect && FollowRelLink ? "-Reconnect and -FollowRelLink exclude each other: an event stream has no pages." : null;
    }
}
