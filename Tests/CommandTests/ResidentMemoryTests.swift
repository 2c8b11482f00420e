import Testing

@testable import cloakroom

@Suite struct `Memory that is given back` {
    @Test func `is of files, clean and not to be written`() {
        let list = """
            1000-3000 r-xp 00000000 08:01 42                         /usr/bin/cloakroom
            Size:                  8 kB
            Anonymous:             0 kB
            3000-4000 r--p 00003000 08:01 42                         /usr/bin/cloakroom
            Anonymous:             4 kB
            4000-5000 rw-p 00004000 08:01 42                         /usr/bin/cloakroom
            Anonymous:             0 kB
            5000-6000 r-xp 00000000 00:00 0
            Anonymous:             0 kB
            6000-7000 r-xp 00000000 00:00 0                          [vdso]
            Anonymous:             0 kB
            7000-a000 r--p 00000000 08:01 43                         /usr/share/a folder/file
            Anonymous:             0 kB

            """
        #expect(ResidentMemory.cleanRanges(in: list) == [0x1000..<0x3000, 0x7000..<0xA000])
    }
}
