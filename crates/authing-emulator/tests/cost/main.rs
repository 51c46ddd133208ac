//! What a request costs the emulator, in allocations: twice as much of anything may cost twice as
//! much, and no more. What could cost more is refused before it is carried out.

#[cfg(test)]
mod forms;
#[cfg(test)]
mod graphql;
#[cfg(test)]
mod measure;
#[cfg(test)]
mod objects;
