using System.Runtime.InteropServices;

namespace Minos.Native;

/// <summary>What a child does with its descriptors and directory before it executes its program (man 3 posix_spawn_file_actions_addopen).</summary>
internal sealed unsafe class SpawnActions : IDisposable
{
    private readonly DescriptorTable _table;
    private readonly List<int> _brought = [];

    /// <param name="table">The calling thread's.</param>
    internal SpawnActions(DescriptorTable table)
    {
        _table = table;
        Pointer = (byte*)NativeMemory.AllocZeroed(Libc.SpawnStructSize);
        Check(Libc.SpawnActionsInit(Pointer));
    }

    internal byte* Pointer { get; }

    internal void Open(int descriptor, string path)
    {
        using var text = new NativeStringArray([path]);
        Check(Libc.SpawnActionsAddOpen(Pointer, descriptor, text.Pointer[0], Libc.OpenReadWrite, 0));
    }

    /// <summary>Opens anew what a descriptor of the process refers to, for both directions and to wait in; a duplicate of a pipe's end would have one, and not wait.</summary>
    internal void Reopen(int descriptor, SafeHandle handle) => Open(descriptor, $"/proc/self/fd/{Bring(handle)}");

    internal void Duplicate(SafeHandle handle, int newDescriptor) => Duplicate(Bring(handle), newDescriptor);

    internal void Duplicate(int descriptor, int newDescriptor) => Check(Libc.SpawnActionsAddDup2(Pointer, descriptor, newDescriptor));

    internal void CloseFrom(int first) => Check(Libc.SpawnActionsAddCloseFrom(Pointer, first));

    internal void ChangeDirectory(string path)
    {
        using var text = new NativeStringArray([path]);
        Check(Libc.SpawnActionsAddChdir(Pointer, text.Pointer[0]));
    }

    public void Dispose()
    {
        _ = Libc.SpawnActionsDestroy(Pointer);
        NativeMemory.Free(Pointer);
        _brought.ForEach(_table.Leave);
    }

    private int Bring(SafeHandle handle)
    {
        int number = _table.Bring(handle);
        _brought.Add(number);
        return number;
    }

    private static void Check(int errno)
    {
        if (errno != 0)
        {
            throw Errno.Exception("posix_spawn_file_actions", errno);
        }
    }
}
