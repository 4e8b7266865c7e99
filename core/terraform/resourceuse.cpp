#include "core/terraform/resourceuse.h"

#include "core/result/enumwords.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords operationWords{Operation::Delete,
                                   std::array{
                                       EnumWord{Operation::Create, "create"_L1},
                                       EnumWord{Operation::Read, "read"_L1},
                                       EnumWord{Operation::Update, "update"_L1},
                                       EnumWord{Operation::Delete, "delete"_L1},
                                   }};

} // namespace

QLatin1StringView toString(Operation operation)
{
    return operationWords[operation];
}

} // namespace signet
