package dev.awa.engine;

/**
 * A row of the claim log, as the worker that holds it knows it. The nonce tells it from another
 * claim that got the same number after a failover.
 *
 * @param slot the segment it lies in
 * @param lane the lane it was taken from
 * @param priority the lane's priority
 * @param claimNo its number within the lane
 * @param nonce a random number made by the claiming call
 * @param members how many runs it has
 */
public record Claim(short slot, int lane, int priority, long claimNo, long nonce, int members) {}
