namespace Minos.Native;

/// <summary>Descriptors 0, 1 and 2 of this process.</summary>
public static class StandardDescriptors
{
    private const int First = 0;
    private const int Last = 2;

    /// <summary>Opens /dev/null in place of those that the parent has closed, so that no pipe or socket gets their numbers.</summary>
    public static void Fill()
    {
        for (int descriptor = First; descriptor <= Last; descriptor++)
        {
            if (Libc.Fcntl(descriptor, Libc.FcntlGetDescriptorFlags, 0) < 0)
            {
                // The lowest number that is free is this one.
                _ = OpenNull();
            }
        }
    }

    /// <summary>Lets go of the terminal, or whatever they are.</summary>
    public static void Detach()
    {
        int source = OpenNull();
        for (int descriptor = First; descriptor <= Last; descriptor++)
        {
            _ = Libc.Duplicate(source, descriptor);
        }

        if (source > Last)
        {
            _ = Libc.Close(source);
        }
    }

    private static int OpenNull() => Libc.Open("/dev/null", Libc.OpenReadWrite, 0);
}
