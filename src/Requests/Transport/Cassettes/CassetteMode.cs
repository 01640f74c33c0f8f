namespace Requests;

/// <summary>Specifies what a cassette replays and what it records.</summary>
/// <remarks>vcrpy: <c>record_mode</c>.</remarks>
public enum CassetteMode
{
    /// <summary>
    /// Records everything while the file does not exist, or its recording was cut off. Later replays only: a request that the file does not
    /// have is an error. vcrpy: <c>once</c>.
    /// </summary>
    Once,

    /// <summary>Replays only. A request that the file does not have is an error, and so is a file that does not exist.</summary>
    None,

    /// <summary>Replays what the file has, and records other requests in addition. vcrpy: <c>new_episodes</c>.</summary>
    New,

    /// <summary>Replays nothing and records everything. The file is replaced by the new recording.</summary>
    All,
}
