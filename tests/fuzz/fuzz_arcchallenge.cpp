#include "core/identity/arcchallenge.h"

#include <cstdio>
#include <cstdlib>

using namespace signet;

namespace {

void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

} // namespace

// Whatever path a challenge names, only a file directly in the token folder is ever read.
extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const auto path = parseArcChallenge(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (!path)
        return 0;
    require(!path->isEmpty(), "a challenge without a path");
    for (const Platform platform : {Platform::Linux, Platform::Windows, Platform::MacOs}) {
        if (!isArcKeyPath(*path, platform, Environment()))
            continue;
        const bool windows = platform == Platform::Windows;
        const QString folder = arcTokenFolder(platform, Environment());
        const QString name = path->mid(folder.size() + 1);
        require(platform != Platform::MacOs, "a key on a platform without agent");
        require(path->startsWith(folder, windows ? Qt::CaseInsensitive : Qt::CaseSensitive),
                "another folder");
        require(!name.contains(QLatin1Char('/')) && !name.contains(QLatin1Char('\\')), "a way out");
        require(!name.contains(QChar(0)), "a name that ends early");
        require(name.size() > 4, "no name");
    }
    return 0;
}
