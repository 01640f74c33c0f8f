using System.Collections;
using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What of a session goes into a file or to another process; the types file names it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SessionMembers
{
    /// <summary>The settings without secrets, and what was left out; New-RequestSession -From makes a session of them.</summary>
    /// <param name="instance">A session.</param>
    public static IDictionary Settings(PSObject instance) => SavedSession.Save((RequestSession)instance.BaseObject);
}
