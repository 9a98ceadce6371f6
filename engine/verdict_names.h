// The written names of the engine's enumerations, as in rule files and answers. The functions themselves are declared
// beside their enumerations: ActionName, ParseAction, CategoryName, ParseCategory (verdict.h), EntityName, ParseEntity
// (rule.h). A Name function never fails; a Parse function gives nullopt for a name that is not one.
#pragma once

#include "engine/rule.h"
#include "engine/verdict.h"
