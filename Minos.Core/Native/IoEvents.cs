namespace Minos.Native;

/// <summary>What a descriptor is watched for, or ready for (man 2 epoll_ctl).</summary>
[Flags]
public enum IoEvents : uint
{
    /// <summary>Nothing; errors and hang-ups are reported all the same.</summary>
    None = 0,

    /// <summary>EPOLLIN.</summary>
    Read = 0x001,

    /// <summary>EPOLLOUT.</summary>
    Write = 0x004,

    /// <summary>EPOLLERR; always reported.</summary>
    Error = 0x008,

    /// <summary>EPOLLHUP; always reported.</summary>
    HangUp = 0x010,
}
