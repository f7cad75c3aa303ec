using System.Runtime.InteropServices;
using System.Text;

namespace Minos.Native;

/// <summary>A NULL-terminated array of C strings (argv, environ) in one block of unmanaged memory.</summary>
internal sealed unsafe class NativeStringArray : IDisposable
{
    private byte** _block;

    internal NativeStringArray(IReadOnlyCollection<string> strings)
    {
        int pointers = (strings.Count + 1) * sizeof(byte*);
        int size = pointers + strings.Sum(s => Encoding.UTF8.GetByteCount(s) + 1);
        _block = (byte**)NativeMemory.Alloc((nuint)size);
        byte* text = (byte*)_block + pointers;
        byte* end = (byte*)_block + size;
        int i = 0;
        foreach (string s in strings)
        {
            _block[i++] = text;
            text += Encoding.UTF8.GetBytes(s, new Span<byte>(text, (int)(end - text)));
            *text++ = 0;
        }

        _block[i] = null;
    }

    internal byte** Pointer => _block;

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
